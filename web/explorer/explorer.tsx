import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { MemoryRouter, Route, Routes } from "react-router";
import type { GraphFetch } from "../graph/client.ts";
import { useSession, useSessionState } from "../session/session-context.tsx";
import { Button } from "../shown/button.tsx";
import { FailureNote } from "../shown/failure-note.tsx";
import { ActivatePage } from "../sign-in/activate-page.tsx";
import { SignInPage } from "../sign-in/sign-in-page.tsx";
import { createAsker } from "./asker.ts";
import { ExplorerBar } from "./explorer-bar.tsx";
import { headerOfChoice, type PurposeChoice } from "./purpose-choice.tsx";
import { SchemaPages } from "./schema-pages.tsx";
import { useSchema } from "./use-schema.ts";
import { Workbench } from "./workbench.tsx";

/** For those who write operations: an editor that knows as much of the schema as the viewer's role may see. */
export function Explorer({ graphFetch }: { graphFetch: GraphFetch }) {
  const { t } = useTranslation(["explorer", "app"]);
  const session = useSession();
  const state = useSessionState();
  const retry = () => {
    session.restore().catch(() => undefined);
  };
  useEffect(() => {
    document.title = `${t("title")} · ${t("app:brand")}`;
  }, [t]);
  switch (state.kind) {
    case "signed-in":
      // Another viewer gets another editor: nothing one has asked or been answered is left for the next.
      return <SignedInExplorer key={state.account.id} graphFetch={graphFetch} />;
    case "signed-out":
      return <SignIn />;
    case "unreachable":
      return <FailureNote failure="offline" onRetry={retry} />;
    case "unknown":
      return <p>{t("app:loading")}</p>;
  }
}

function SignIn() {
  return (
    <main>
      <MemoryRouter>
        <Routes>
          <Route path="activate" element={<ActivatePage />} />
          <Route path="*" element={<SignInPage />} />
        </Routes>
      </MemoryRouter>
    </main>
  );
}

function SignedInExplorer({ graphFetch }: { graphFetch: GraphFetch }) {
  const { t } = useTranslation(["explorer", "app"]);
  const [purpose, setPurpose] = useState<PurposeChoice>({ kind: "none", detail: "" });
  const [asker] = useState(() => createAsker(graphFetch));
  const choose = (next: PurposeChoice) => {
    setPurpose(next);
    asker.setPurpose(headerOfChoice(next));
  };
  const schema = useSchema(asker);
  const [path, setPath] = useState<readonly string[] | null>(null);
  return (
    <div className="explorer">
      <ExplorerBar purpose={purpose} onPurpose={choose} />
      <main className="explorer-editor" aria-label={t("editor")}>
        <div className="explorer-pages">
          <Button aria-expanded={path !== null} onClick={() => setPath(path === null ? [] : null)}>
            {t("docs")}
          </Button>
          {path !== null && <SchemaPages schema={schema} path={path} onPath={setPath} />}
        </div>
        <Workbench
          asker={asker}
          schema={schema === "none" ? null : schema}
          onWanted={(type) => setPath([...(path ?? []), type])}
        />
      </main>
    </div>
  );
}
