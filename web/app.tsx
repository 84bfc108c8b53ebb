import type { i18n } from "i18next";
import { useState } from "react";
import { I18nextProvider } from "react-i18next";
import { RouterProvider } from "react-router";
import { Provider as GraphProvider } from "urql";
import { AreaNamesProvider } from "./areas/use-area-names.tsx";
import { createGraphClient, type GraphFetch } from "./graph/client.ts";
import { GraphFetchProvider } from "./graph/use-look.tsx";
import { createRoutes } from "./routes.tsx";
import type { Session } from "./session/session.ts";
import { SessionProvider } from "./session/session-context.tsx";

interface AppParts {
  readonly session: Session;
  readonly graphFetch: GraphFetch;
  readonly i18n: i18n;
}

export function App({ session, graphFetch, i18n }: AppParts) {
  const [client] = useState(() => createGraphClient(graphFetch));
  return (
    <I18nextProvider i18n={i18n}>
      <SessionProvider session={session}>
        <GraphProvider value={client}>
          <GraphFetchProvider graphFetch={graphFetch}>
            <AreaNamesProvider>
              <Pages />
            </AreaNamesProvider>
          </GraphFetchProvider>
        </GraphProvider>
      </SessionProvider>
    </I18nextProvider>
  );
}

function Pages() {
  const [router] = useState(createRoutes);
  return <RouterProvider router={router} />;
}
