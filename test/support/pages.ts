import { expect } from "vitest";
import type { Question, Reply, TestHub } from "./hub.ts";

interface Connection<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Reads a list to its end, `first` rows at a time; `path` leads to the connection in the answer. */
export async function readPages<Node>(
  hub: TestHub,
  question: Question,
  first: number,
  path: readonly string[],
): Promise<Node[]> {
  const nodes: Node[] = [];
  let after: string | null = null;
  for (let page = 0; page < 100; page += 1) {
    const reply: Reply = await hub.ask({ ...question, variables: { ...question.variables, first, after } });
    expect(reply.errors).toEqual([]);
    const found = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], reply.data);
    const connection = found as Connection<Node>;
    nodes.push(...connection.edges.map(({ node }) => node));
    const { hasNextPage, endCursor } = connection.pageInfo;
    // A page that was promised holds something.
    if (page > 0) expect(connection.edges.length).toBeGreaterThan(0);
    expect(endCursor).toBe(connection.edges.at(-1)?.cursor ?? null);
    if (!hasNextPage) return nodes;
    expect(connection.edges).toHaveLength(first);
    after = endCursor;
  }
  throw new Error("the list does not end");
}

const cursor = (content: unknown) => Buffer.from(JSON.stringify(content)).toString("base64url");

/** What is no page of any list, as arguments; each is refused without the value in the answer. */
export const badPages: readonly { first?: number | null; after?: string }[] = [
  { first: 0 },
  { first: -1 },
  { first: 101 },
  { first: null },
  { after: "garbage" },
  { after: "%%%" },
  { after: "0" },
  { after: cursor(null) },
  { after: cursor({ id: "1" }) },
  { after: cursor([]) },
  { after: cursor(["320105006001", "1001"]) },
  { after: cursor(["2025-03-02", "1001"]) },
  { after: cursor(["another-list", "320105006001", "1001"]) },
  { after: cursor(["residents", "320105006001", "0 or true"]) },
  { after: cursor(["residents", "'; drop table residents --", "1001"]) },
  { after: "A".repeat(10_000) },
];

/** Keys that no row can have: none of them may reach the database, be echoed, or answer anything but null. */
export const garbageIds: readonly string[] = [
  "abc",
  "0",
  "-1",
  "1".repeat(30),
  "9223372036854775808",
  "1;drop table population.residents",
  "1001 or true",
  "01001",
  " 1001",
  "1001 ",
  "1e3",
  "0x3e9",
  "１００１",
  "",
  "null",
  "{1001}",
  "\u0000",
];
