import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyOfHub, type HubRepository } from "../../support/hub-repository.ts";

let repository: HubRepository;
beforeAll(async () => {
  repository = await copyOfHub();
});
afterAll(() => repository.remove());

const SDL = "subgraphs/health/schema.graphql";
const LEARNED = '\nextend type Resident { bloodGroup: Int @requiresScopes(scopes: [["health:read"]]) }\n';

const explain = (field: string) => repository.hub("explain", field, "--role", "analyst");

/** What is kept of compositions, beside the built hub. */
async function kept(): Promise<string[]> {
  const names = await readdir(join(repository.path, "dist"), { recursive: true });
  return names.filter((name) => /supergraph-[^/]*$/.test(name));
}

describe("hub explain, asked again", { timeout: 120_000 }, () => {
  test("says the same of the same SDL, and of another what that one says", async () => {
    const first = await explain("Resident.name");
    expect(first).toMatchObject({ code: 0, err: "" });
    const [composed, ...more] = await kept();
    expect([composed, more]).toEqual([expect.any(String), []]);
    expect(await explain("Resident.name")).toEqual(first);
    expect((await explain("Resident.bloodGroup")).code).toBe(1);

    await repository.edit(SDL, [/$/, LEARNED]);
    expect(await explain("Resident.bloodGroup")).toMatchObject({ code: 0, err: "" });
    expect(await kept()).toEqual([expect.not.stringMatching(composed ?? "")]);

    await repository.edit(SDL, [LEARNED, ""]);
    expect((await explain("Resident.bloodGroup")).code).toBe(1);
    expect(await explain("Resident.name")).toEqual(first);
  });
});
