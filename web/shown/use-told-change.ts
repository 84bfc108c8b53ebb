import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TypedDocumentNode } from "urql";
import { type ChangeVariables, useChange } from "../graph/use-change.ts";
import { type Reasons, reasonText } from "./reasons.ts";

interface Payload<Kind extends keyof Reasons> {
  readonly errors: readonly { readonly code: Reasons[Kind] }[];
}

interface ToldChange<Variables, Made> {
  readonly isUnderWay: boolean;
  /** Why the last one was not made, in words; null when it was. */
  readonly fault: string | null;
  /** Gives the payload of a change that was made; null when it was not. */
  send(variables: Variables): Promise<Made | null>;
}

/** A change whose payload tells why it was not made. */
export function useToldChange<
  Data,
  Variables extends ChangeVariables,
  Kind extends keyof Reasons,
  Made extends Payload<Kind>,
>(
  document: TypedDocumentNode<Data, Variables>,
  kind: Kind,
  payloadOf: (data: Data) => Made | null | undefined,
): ToldChange<Variables, Made> {
  const { t } = useTranslation(["app", "enums"]);
  const { isUnderWay, failure, send } = useChange(document);
  const [codes, setCodes] = useState<readonly Reasons[Kind][]>([]);
  const reasons = codes.map((code) => t(reasonText(kind, code))).join(" ");
  const failed = failure === "signed-out" ? t("app:shift.endedElsewhere") : failure && t(`app:failure.${failure}`);
  return {
    isUnderWay,
    fault: failed ?? (reasons || null),
    async send(variables) {
      const data = await send(variables);
      const payload = data === null ? null : payloadOf(data);
      setCodes([...new Set(payload?.errors.map(({ code }) => code))]);
      return payload?.errors.length === 0 ? payload : null;
    },
  };
}
