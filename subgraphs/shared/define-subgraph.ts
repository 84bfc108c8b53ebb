import type { DocumentNode, GraphQLSchema } from "graphql";
import type { LoaderContext } from "./loader.ts";
import type { Viewer } from "./viewer.ts";
import { faultsOfResolvers } from "./check-resolvers.ts";
import { DepartmentError } from "./department-error.ts";
import { buildExecutableSchema, type ResolverMap } from "./executable-schema.ts";
import type { Handler } from "./hear.ts";
import { guardSchema } from "./guard.ts";
import { guardCursors } from "./guard-cursors.ts";
import { readContract } from "./read-contract.ts";
import { scalars } from "./scalars.ts";
import type { SourceDefinition } from "./source/read-through.ts";
import { tellFailures } from "./tell-failures.ts";

/** What resolvers get as their context. */
export interface SubgraphContext<Loaders> {
  readonly viewer: Viewer;
  readonly loaders: Loaders;
  /** Ends a subscription; set for nothing else. */
  readonly signal?: AbortSignal;
}

/** A department, joined from its six files but not yet connected to its database. */
export interface Subgraph {
  readonly name: string;
  readonly typeDefs: DocumentNode;
  /** What the schema is made of beside the SDL, for those who make it another way (standard-subgraph.ts). */
  readonly resolvers: ResolverMap;
  /** Executable, with every permission check in place. */
  readonly schema: GraphQLSchema;
  readonly createLoaders: (context: LoaderContext) => unknown;
  /** The systems elsewhere that keep this department's data; none for most. */
  readonly sources?: readonly SourceDefinition[];
  /** What it does when it hears events of others; nothing for most. */
  readonly handlers?: readonly Handler[];
}

interface Parts<Loaders> {
  name: string;
  /** `import.meta.url` of the department's index.ts; schema.graphql lies beside it. */
  module: string;
  resolvers: Resolvers<Loaders>;
  createLoaders: (context: LoaderContext) => Loaders;
  sources?: readonly SourceDefinition[];
  handlers?: readonly Handler[];
}

/** Field resolvers by type, plus `__resolveReference` for entities. Arguments are those of graphql-js. */
export type Resolvers<Loaders> = Record<string, Record<string, Resolver<Loaders> | { subscribe: Resolver<Loaders> }>>;

type Resolver<Loaders> = (parent: never, args: never, context: SubgraphContext<Loaders>) => unknown;

/**
 * A department of these parts, joined when first asked for its schema, which is before anything listens: a command that
 * takes one function of a department needs none. Throws then when they do not fit each other.
 */
export function defineSubgraph<Loaders>(parts: Parts<Loaders>): Subgraph {
  const { name, createLoaders, sources = [], handlers = [] } = parts;
  let joined: Joined | undefined;
  const join = () => (joined ??= joinParts(parts));
  return {
    name,
    createLoaders,
    sources,
    handlers,
    get typeDefs() {
      return join().typeDefs;
    },
    get resolvers() {
      return join().resolvers;
    },
    get schema() {
      return join().schema;
    },
  };
}

type Joined = Pick<Subgraph, "typeDefs" | "resolvers" | "schema">;

function joinParts<Loaders>(parts: Parts<Loaders>): Joined {
  const { sdl, typeDefs } = readContract(parts.name, new URL("./schema.graphql", parts.module));
  const faults = faultsOfResolvers(typeDefs, { ...scalarsOf(sdl), ...parts.resolvers });
  if (faults.length > 0) throw new DepartmentError(faults.map((one) => `subgraphs/${parts.name}/resolvers.ts  ${one}`));
  const resolvers = { ...separateReferences(parts.resolvers), ...scalarsOf(sdl) };
  return {
    typeDefs,
    resolvers,
    schema: guardSchema(guardCursors(tellFailures(build(parts.name, typeDefs, resolvers)))),
  };
}

function build(name: string, typeDefs: DocumentNode, resolvers: ResolverMap): GraphQLSchema {
  try {
    return buildExecutableSchema(typeDefs, resolvers);
  } catch (error) {
    // graphql-js gives the faults of SDL in one message.
    const faults = (error as Error).message.split("\n\n");
    throw new DepartmentError(faults.map((fault) => `subgraphs/${name}/schema.graphql  ${fault}`));
  }
}

/** `__resolveReference` takes (reference, context), other resolvers (parent, args, context): give both one form. */
function separateReferences<Loaders>(resolvers: Resolvers<Loaders>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(resolvers).map(([type, fields]) => {
      const reference = fields["__resolveReference"];
      if (typeof reference !== "function") return [type, fields];
      const resolveReference = (key: never, context: SubgraphContext<Loaders>) => reference(key, {} as never, context);
      return [type, { ...fields, __resolveReference: resolveReference }];
    }),
  );
}

function scalarsOf(sdl: string): Record<string, object> {
  return Object.fromEntries(
    Object.entries(scalars).filter(([name]) => name.startsWith("Date") || sdl.includes(`scalar ${name}`)),
  );
}
