import { describe, expect, test } from "vitest";
import { loadSealKey, newKey, type SealKey } from "../../hub/sealing/seal-keys.ts";
import { NO_SEAL, type SealContent, sealHash, signSeal } from "../../hub/sealing/seal.ts";
import { proveSeals, type SealFacts } from "../../web/access-log/seal-proof.ts";

const { subtle } = globalThis.crypto;
const key = await loadSealKey("", newKey());
const otherKey = await loadSealKey("", newKey());

/** Seals as the hub makes them, newest first, as the API gives them. */
function seals(count: number, keyOf: (number: number) => SealKey = () => key): SealFacts[] {
  const made: SealFacts[] = [];
  let previousHash = NO_SEAL;
  for (let number = 1; number <= count; number += 1) {
    const content: SealContent = {
      number,
      positions: `{[${number * 10},${number * 10 + 5})}`,
      count: 5,
      root: String(number).repeat(64),
      previousHash,
      sealedAt: `2026-01-01T00:0${number}:00.000Z`,
      keyId: keyOf(number).id,
    };
    const { sealedAt, ...seal } = signSeal(content, keyOf(number));
    made.unshift({ ...seal, signedAt: sealedAt, publicKey: keyOf(number).jwk.x });
    previousHash = sealHash(content);
  }
  return made;
}

const changed = (list: SealFacts[], number: number, change: Partial<SealFacts>) =>
  list.map((seal) => (seal.number === number ? { ...seal, ...change } : seal));

describe("the proof of seals in the browser", () => {
  test("holds for what the sealer has signed, over a change of keys too", async () => {
    expect(await proveSeals(seals(4), subtle)).toEqual({ kind: "holds", count: 4, keyIds: [key.id] });
    const rotated = seals(4, (number) => (number > 2 ? otherKey : key));
    expect(await proveSeals(rotated, subtle)).toMatchObject({ kind: "holds", keyIds: [otherKey.id, key.id] });
  });

  test.each<[what: string, change: Partial<SealFacts>, fault: string]>([
    ["another root", { root: "f".repeat(64) }, "signature"],
    ["another time", { signedAt: "2026-01-01T00:03:00.001Z" }, "signature"],
    ["fewer entries", { positions: "{[30,34)}", count: 4 }, "signature"],
    ["a cut signature", { signature: "AAAA" }, "signature"],
    ["a signature that is none", { signature: "?" }, "signature"],
    ["another key under the same name", { publicKey: otherKey.jwk.x }, "key"],
    ["no key", { publicKey: null }, "key"],
  ])("breaks with %s", async (_what, change, fault) => {
    expect(await proveSeals(changed(seals(4), 3, change), subtle)).toEqual({ kind: "broken", number: 3, fault });
  });

  test("breaks where a seal was taken out", async () => {
    const list = seals(4).filter(({ number }) => number !== 2);
    expect(await proveSeals(list, subtle)).toEqual({ kind: "broken", number: 3, fault: "link" });
  });

  test("breaks where another chain goes on", async () => {
    const [, , second, first] = seals(4);
    const [fourth, third] = seals(4, () => otherKey);
    if (!first || !second || !third || !fourth) throw new Error("four seals were made");
    expect(await proveSeals([fourth, third, second, first], subtle)).toMatchObject({ number: 3, fault: "link" });
  });
});
