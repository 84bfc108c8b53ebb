import { useRef, useState } from "react";
import { type TypedDocumentNode, useClient } from "urql";
import { type Failure, failureOf } from "./answer-of.ts";
import { makeKey } from "./make-key.ts";

/** Every change has one argument, and its key in it. */
export interface ChangeVariables {
  readonly input: object;
}

export interface Change<Data, Variables> {
  readonly isUnderWay: boolean;
  readonly failure: Failure | null;
  /** Gives what came of it; null when it failed. */
  send(variables: Variables): Promise<Data | null>;
}

/**
 * One change at a time; a second press while one is under way does nothing. What was sent and not answered is sent again
 * under the same key, so that the hub makes it once.
 */
export function useChange<Data, Variables extends ChangeVariables>(
  document: TypedDocumentNode<Data, Variables>,
): Change<Data, Variables> {
  const client = useClient();
  const [isUnderWay, setUnderWay] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const unanswered = useRef<{ readonly content: string; readonly key: string } | null>(null);
  const keyOf = (content: string): string => {
    if (unanswered.current?.content !== content) unanswered.current = { content, key: makeKey() };
    return unanswered.current.key;
  };
  return {
    isUnderWay,
    failure,
    async send(variables) {
      if (isUnderWay) return null;
      setUnderWay(true);
      const keyed = withKey(variables, keyOf(JSON.stringify(variables)));
      const result = await client.mutation(document, keyed).toPromise();
      if (hasAnswer(result.data)) unanswered.current = null;
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

function withKey<Variables extends ChangeVariables>(variables: Variables, key: string): Variables {
  return { ...variables, input: { ...variables.input, key } };
}
