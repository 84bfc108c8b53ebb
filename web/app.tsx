import { StyleProvider } from "@ant-design/cssinjs";
import { ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import type { i18n } from "i18next";
import { type ReactNode, useState } from "react";
import { I18nextProvider, useTranslation } from "react-i18next";
import { RouterProvider } from "react-router";
import { Provider as GraphProvider } from "urql";
import { AreaNamesProvider } from "./areas/use-area-names.tsx";
import { createGraphClient, type GraphFetch } from "./graph/client.ts";
import { GraphFetchProvider } from "./graph/use-look.tsx";
import { createRoutes } from "./routes.tsx";
import type { Session } from "./session/session.ts";
import { SessionProvider } from "./session/session-context.tsx";
import { theme } from "./theme.ts";

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
              <Look>
                <Pages />
              </Look>
            </AreaNamesProvider>
          </GraphFetchProvider>
        </GraphProvider>
      </SessionProvider>
    </I18nextProvider>
  );
}

// antd writes the values of its theme here; the page has them from the stylesheet of the build (antd-styles.ts).
const nowhere = document.createElement("div");

/** How antd's components look and speak. */
export function Look({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  return (
    <StyleProvider container={nowhere}>
      <ConfigProvider
        theme={theme}
        // Always one of them: with none, antd would draw another tree, and what stood on the page would be gone.
        locale={i18n.language === "en" ? enUS : zhCN}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
      >
        {children}
      </ConfigProvider>
    </StyleProvider>
  );
}

function Pages() {
  const [router] = useState(createRoutes);
  return <RouterProvider router={router} />;
}
