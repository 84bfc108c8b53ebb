import { indentSelection } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import type { EditorView } from "@codemirror/view";
import { graphql, updateSchema } from "cm6-graphql";
import { type GraphQLSchema, OperationTypeNode } from "graphql";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../shown/button.tsx";
import type { Asker } from "./asker.ts";
import { CodeField } from "./code-field.tsx";
import { editing, type EditorCommands, reading } from "./editing.ts";
import { createLatest } from "./latest.ts";
import { laidOut, operationAt } from "./operation-at.ts";
import { useRun } from "./use-run.ts";

const FIRST_OPERATION = `# Ctrl+Enter runs the operation; Ctrl+Space says what fits.
{
  me {
    id
    displayName
    roles
    areas
  }
}
`;

interface WorkbenchParts {
  readonly asker: Asker;
  readonly schema: GraphQLSchema | null;
  /** A type or field whose documentation is wanted. */
  readonly onWanted: (type: string) => void;
}

interface Actions extends EditorCommands {
  readonly show: (type: string | undefined, parent: string | undefined) => void;
}

/** An operation with its variables, and what the hub answers. */
export function Workbench({ asker, schema, onWanted }: WorkbenchParts) {
  const { t } = useTranslation("explorer");
  const { answer, isRunning, run, stop, say } = useRun(asker, t("failed"));
  // Not state, which would be a key behind when somebody types and runs at once.
  const texts = useRef({ query: FIRST_OPERATION, variables: "" });
  const [view, setView] = useState<EditorView | null>(null);
  useEffect(() => {
    if (view !== null) updateSchema(view, schema ?? undefined);
  }, [view, schema]);

  const runWritten = () => {
    const { query, variables } = texts.current;
    const given = readVariables(variables);
    if (given === null) return say(t("variablesFault"));
    const operation = operationAt(query, view?.state.selection.main.head ?? 0);
    const name = operation?.name?.value;
    const asked = { query, ...(given && { variables: given }), ...(name !== undefined && { operationName: name }) };
    run(asked, operation?.operation === OperationTypeNode.SUBSCRIPTION);
  };
  const layOut = () => {
    if (view === null) return;
    const text = laidOut(texts.current.query);
    if (text !== null) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    else {
      const { anchor, head } = view.state.selection.main;
      view.dispatch({ selection: { anchor: 0, head: view.state.doc.length } });
      indentSelection(view);
      view.dispatch({ selection: { anchor, head } });
    }
  };
  const show = (type: string | undefined, parent: string | undefined) => {
    const wanted = parent ?? type;
    if (wanted !== undefined) onWanted(wanted.replaceAll(/[[\]!]/g, ""));
  };
  const [latest] = useState(() => createLatest<Actions>());
  useEffect(() => latest.set({ run: runWritten, layOut, show }));
  const [commands] = useState(() => ({ run: () => latest.get()?.run(), layOut: () => latest.get()?.layOut() }));
  const [written] = useState(() => [
    ...editing(commands),
    graphql(undefined, { onShowInDocs: (_field, type, parent) => latest.get()?.show(type, parent) }),
  ]);
  const [given] = useState(() => [...editing(commands), json()]);
  const [answered] = useState(() => [...reading, json()]);

  return (
    <div className="workbench">
      <div className="workbench-tools">
        <Button kind="primary" onClick={isRunning ? stop : runWritten}>
          {t(isRunning ? "stop" : "run")}
        </Button>
        <Button onClick={layOut}>{t("layOut")}</Button>
      </div>
      <CodeField
        className="workbench-query"
        label={t("query")}
        text={FIRST_OPERATION}
        extensions={written}
        onChange={(query) => Object.assign(texts.current, { query })}
        onView={setView}
      />
      <h2 className="workbench-head">{t("variables")}</h2>
      <CodeField
        className="workbench-variables"
        label={t("variables")}
        text=""
        extensions={given}
        onChange={(variables) => Object.assign(texts.current, { variables })}
      />
      <CodeField className="workbench-answer" label={t("answer")} text={answer} extensions={answered} isReadOnly />
    </div>
  );
}

/** Undefined when there are none; null when they are not an object in JSON. */
function readVariables(text: string): Record<string, unknown> | undefined | null {
  if (text.trim() === "") return undefined;
  try {
    const given: unknown = JSON.parse(text);
    return typeof given === "object" && !Array.isArray(given) ? (given as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}
