import { createHash } from "node:crypto";

// RFC 6962: a leaf and an inner node begin with different bytes, so that neither can pass for the other.
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** The hash of one entry. */
export function leafHash(content: string): Buffer {
  return createHash("sha256").update(LEAF).update(content, "utf8").digest();
}

/** The Merkle tree hash of RFC 6962 over hashes of entries, in their order; at least one. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  const [first, second] = leaves;
  if (first === undefined) throw new Error("a Merkle tree has at least one entry");
  if (second === undefined) return first;
  // Pairs from the left, level by level, make the same tree as the recursion in the RFC: an odd one goes up as it is.
  let level = leaves;
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = level.slice(at, at + 2);
      if (left !== undefined) above.push(right === undefined ? left : nodeHash(left, right));
    }
    level = above;
  }
  return level[0] ?? first;
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash("sha256").update(NODE).update(left).update(right).digest();
}
