import { createBrowserRouter } from "react-router";
import { NotFound } from "./shell/not-found.tsx";
import { PageFault } from "./shell/page-fault.tsx";
import { Shell } from "./shell/shell.tsx";
import { SignedIn } from "./shell/signed-in.tsx";
import { Start } from "./shell/start.tsx";
import { ActivatePage } from "./sign-in/activate-page.tsx";
import { SignInPage } from "./sign-in/sign-in-page.tsx";

const counter = async () => ({ Component: (await import("./counter/counter-page.tsx")).CounterPage });

/** The pages; those behind the sign-in are fetched when somebody opens them. */
export function createRoutes() {
  return createBrowserRouter([
    {
      Component: Shell,
      HydrateFallback: () => null,
      children: [
        {
          ErrorBoundary: PageFault,
          children: [
            { path: "sign-in", Component: SignInPage },
            { path: "activate", Component: ActivatePage },
            {
              Component: SignedIn,
              children: [
                { index: true, Component: Start },
                { path: "counter", lazy: counter },
                { path: "residents/:id", lazy: counter },
                {
                  path: "own-record",
                  lazy: async () => ({ Component: (await import("./resident/own-record-page.tsx")).OwnRecordPage }),
                },
                {
                  path: "who-looked",
                  lazy: async () => ({ Component: (await import("./who-looked/who-looked-page.tsx")).WhoLookedPage }),
                },
                {
                  path: "access-log",
                  lazy: async () => ({ Component: (await import("./access-log/access-log-page.tsx")).AccessLogPage }),
                },
                {
                  path: "seals",
                  lazy: async () => ({ Component: (await import("./access-log/seals-page.tsx")).SealsPage }),
                },
                {
                  path: "accounts",
                  lazy: async () => ({ Component: (await import("./accounts/accounts-page.tsx")).AccountsPage }),
                },
                {
                  path: "accounts/import",
                  lazy: async () => ({ Component: (await import("./accounts/import-page.tsx")).ImportPage }),
                },
                {
                  path: "password",
                  lazy: async () => ({ Component: (await import("./sign-in/password-page.tsx")).PasswordPage }),
                },
              ],
            },
            { path: "*", Component: NotFound },
          ],
        },
      ],
    },
  ]);
}
