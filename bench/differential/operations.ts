import fc from "fast-check";
import { buildSchema, type GraphQLSchema, parse, validate } from "graphql";
import { type Strictness, type Wish, type WishedOperation, writeOperation } from "./write-operation.ts";

/** An operation and the variables to run it with. */
export interface GeneratedOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface OperationOptions {
  /** Values for arguments of these scalars, so that keys name things that exist. */
  readonly values: Readonly<Record<string, readonly (string | number | boolean)[]>>;
  /** Levels of selection sets. */
  readonly depth: number;
}

/**
 * Operations that are valid for a schema: wishes without any knowledge of it, fitted to it afterwards. So a
 * failure shrinks as plain trees of numbers do, and everything it shrinks to is an operation again.
 */
export function operationsOf(sdl: string, options: OperationOptions): fc.Arbitrary<GeneratedOperation> {
  const schema = buildSchema(sdl);
  return wishedOperations(options.depth).map((wished) => fit(wished, schema, options));
}

const LOOSEST_FIRST: readonly Strictness[] = ["loose", "keys-tell-arguments", "keys-tell-types"];

/** Two fields under one key are a conflict as often as not; then the keys are chosen with more care. */
function fit(wished: WishedOperation, schema: GraphQLSchema, { values }: OperationOptions): GeneratedOperation {
  let problem = "";
  for (const strictness of LOOSEST_FIRST) {
    const operation = writeOperation(wished, schema, values, strictness);
    const [error] = validate(schema, parse(operation.query));
    if (error === undefined) return operation;
    problem = `${error.message}\n${operation.query}`;
  }
  throw new Error(`The generator wrote an operation that is not valid: ${problem}`);
}

const choice = fc.nat(999);

function wishedOperations(depth: number): fc.Arbitrary<WishedOperation> {
  return fc.record({
    root: choice,
    flags: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    selections: fc.array(wishes(depth), { minLength: 1, maxLength: 4 }),
  });
}

function wishes(depth: number): fc.Arbitrary<Wish> {
  const below = depth === 0 ? fc.constant([]) : fc.array(wishes(depth - 1), { maxLength: 4 });
  return fc.record({
    pick: choice,
    key: choice,
    condition: choice,
    values: fc.array(choice, { minLength: 3, maxLength: 3 }),
    selections: below,
  });
}
