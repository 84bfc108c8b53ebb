import { useState } from "react";
import { type AnyVariables, type TypedDocumentNode, useClient } from "urql";
import { type Failure, failureOf } from "./answer-of.ts";

export interface Change<Data, Variables> {
  readonly isUnderWay: boolean;
  readonly failure: Failure | null;
  /** Gives what came of it; null when it failed. */
  send(variables: Variables): Promise<Data | null>;
}

/** One change at a time; a second press while one is under way does nothing. */
export function useChange<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
): Change<Data, Variables> {
  const client = useClient();
  const [isUnderWay, setUnderWay] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  return {
    isUnderWay,
    failure,
    async send(variables) {
      if (isUnderWay) return null;
      setUnderWay(true);
      const result = await client.mutation(document, variables).toPromise();
      setUnderWay(false);
      setFailure(failureOf({ ...result, data: hasAnswer(result.data) ? result.data : null }));
      return hasAnswer(result.data) ? result.data : null;
    },
  };
}

/** A change that was refused is answered with null where its payload would be. */
function hasAnswer<Data>(data: Data | undefined): data is Data {
  return data != null && Object.values(data).every((payload) => payload != null);
}
