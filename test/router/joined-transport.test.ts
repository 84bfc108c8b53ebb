import { describe, expect, test } from "vitest";
import { joined } from "../../router/joined-transport.ts";
import type { DepartmentCall, Transport } from "../../router/run.ts";
import type { SubgraphReply } from "../../subgraphs/shared/subgraph-call.ts";
import { createViewer, type Viewer } from "../../subgraphs/shared/viewer.ts";

const OPERATION = "query($representations:[_Any!]!){_entities(representations:$representations){...on Licence{name}}}";

function viewerOf(id: string): Viewer {
  const claims = { roles: [], areas: [], department: null, residentId: null, purpose: null, rolesHash: "" };
  return createViewer({ id, scopes: new Set(), ...claims });
}

const viewer = viewerOf("1");

function callFor(ids: readonly string[], more: Partial<DepartmentCall> = {}): DepartmentCall {
  return {
    operation: OPERATION,
    variables: { representations: ids.map((id) => ({ __typename: "Licence", id })) },
    entities: [{ variable: "representations", key: "_entities" }],
    viewer,
    request: {},
    requestId: "joined",
    ...more,
  };
}

const idsIn = ({ variables }: DepartmentCall) => (variables["representations"] as { id: string }[]).map(({ id }) => id);

/** A department that answers as told, and what it was asked. */
function departmentThat(answers: (ids: string[]) => SubgraphReply): { transport: Transport; asked: string[][] } {
  const asked: string[][] = [];
  const send = async (call: DepartmentCall) => {
    asked.push(idsIn(call));
    return answers(idsIn(call));
  };
  return { transport: joined({ send }), asked };
}

const names = (ids: readonly string[]): SubgraphReply => ({
  data: { _entities: ids.map((id) => ({ name: `licence ${id}` })) },
});

describe("calls of one viewer in one turn", () => {
  test("become one, and each gets its own part", async () => {
    const { transport, asked } = departmentThat(names);
    const lists = [["1"], ["2", "3"], [], ["1", "4"]];
    const replies = await Promise.all(lists.map((ids) => transport.send(callFor(ids))));
    expect(asked).toEqual([["1", "2", "3", "1", "4"]]);
    expect(replies).toEqual(lists.map(names));
  });

  test("stay apart for another viewer, another operation and other variables", async () => {
    const { transport, asked } = departmentThat(names);
    const variables = { ...callFor(["4"]).variables, first: 2 };
    await Promise.all([
      transport.send(callFor(["1"])),
      transport.send(callFor(["2"], { viewer: viewerOf("1") })),
      transport.send(callFor(["3"], { operation: OPERATION.replace("name", "id") })),
      transport.send(callFor(["4"], { variables })),
    ]);
    expect(asked).toEqual([["1"], ["2"], ["3"], ["4"]]);
  });

  test("never ask about more than 200 entities at once", async () => {
    const { transport, asked } = departmentThat(names);
    const lists = Array.from({ length: 9 }, (_, call) => Array.from({ length: 50 }, (_, at) => `${call}-${at}`));
    const replies = await Promise.all(lists.map((ids) => transport.send(callFor(ids))));
    expect(asked.map((ids) => ids.length)).toEqual([200, 200, 50]);
    expect(replies).toEqual(lists.map(names));
  });

  test("fail together, and the next call is on its own", async () => {
    const failure = new Error("the connection failed");
    let isDown = true;
    const { transport } = departmentThat((ids) => {
      if (isDown) throw failure;
      return names(ids);
    });
    const outcomes = await Promise.allSettled([transport.send(callFor(["1"])), transport.send(callFor(["2"]))]);
    expect(outcomes).toEqual([
      { status: "rejected", reason: failure },
      { status: "rejected", reason: failure },
    ]);
    isDown = false;
    expect(await transport.send(callFor(["1"]))).toEqual(names(["1"]));
  });

  test("all fail when entities are missing or too many: nobody's part can be told", async () => {
    for (const change of [(ids: string[]) => ids.slice(1), (ids: string[]) => [...ids, "9"]]) {
      const { transport } = departmentThat((ids) => names(change(ids)));
      const outcomes = await Promise.allSettled([["1"], ["2", "3"], ["4"]].map((ids) => transport.send(callFor(ids))));
      expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    }
  });
});

describe("an error in a joined answer", () => {
  const failing = (path: (string | number)[] | undefined) =>
    departmentThat((ids) => ({ ...names(ids), errors: [{ message: "", path }] })).transport;

  async function errorsOf(transport: Transport) {
    const replies = await Promise.all([["1", "2"], ["3"], ["4", "5"]].map((ids) => transport.send(callFor(ids))));
    return replies.map(({ errors }) => errors?.map(({ path }) => path));
  }

  test("reaches the call it belongs to, with the position there", async () => {
    expect(await errorsOf(failing(["_entities", 0, "name"]))).toEqual([
      [["_entities", 0, "name"]],
      undefined,
      undefined,
    ]);
    expect(await errorsOf(failing(["_entities", 2, "name"]))).toEqual([
      undefined,
      [["_entities", 0, "name"]],
      undefined,
    ]);
    expect(await errorsOf(failing(["_entities", 4]))).toEqual([undefined, undefined, [["_entities", 1]]]);
  });

  test("reaches every call when it says nothing about where", async () => {
    expect(await errorsOf(failing(undefined))).toEqual([[undefined], [undefined], [undefined]]);
    expect(await errorsOf(failing(["_entities"]))).toEqual([[["_entities"]], [["_entities"]], [["_entities"]]]);
  });

  test("comes with no data for anybody when there is none", async () => {
    const { transport } = departmentThat(() => ({ data: null, errors: [{ message: "down" }] }));
    const replies = await Promise.all([transport.send(callFor(["1"])), transport.send(callFor(["2"]))]);
    for (const reply of replies) {
      expect(reply).toEqual({ data: { _entities: undefined }, errors: [{ message: "down" }] });
    }
  });
});
