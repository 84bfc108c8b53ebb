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
                  path: "withheld-looks",
                  lazy: async () => ({ Component: (await import("./access-log/orders-page.tsx")).OrdersPage }),
                },
                {
                  path: "objections",
                  lazy: async () => ({ Component: (await import("./access-log/objections-page.tsx")).ObjectionsPage }),
                },
                {
                  path: "accounts",
                  lazy: async () => ({ Component: (await import("./accounts/accounts-page.tsx")).AccountsPage }),
                },
                {
                  path: "accounts/requests",
                  lazy: async () => ({ Component: (await import("./accounts/requests-page.tsx")).RequestsPage }),
                },
                {
                  path: "accounts/import",
                  lazy: async () => ({ Component: (await import("./accounts/import-page.tsx")).ImportPage }),
                },
                {
                  path: "tasks",
                  lazy: async () => ({ Component: (await import("./visits/tasks-page.tsx")).TasksPage }),
                },
                {
                  path: "visits/:id",
                  lazy: async () => ({ Component: (await import("./visits/visit-page.tsx")).VisitPage }),
                },
                {
                  path: "duties",
                  lazy: async () => ({ Component: (await import("./duties/duties-page.tsx")).DutiesPage }),
                },
                {
                  path: "emergencies",
                  lazy: async () => ({ Component: (await import("./emergency/emergencies-page.tsx")).EmergenciesPage }),
                },
                {
                  path: "register",
                  lazy: async () => ({ Component: (await import("./register/register-page.tsx")).RegisterPage }),
                },
                {
                  path: "cases",
                  lazy: async () => ({ Component: (await import("./cases/cases-page.tsx")).CasesPage }),
                },
                {
                  path: "items",
                  lazy: async () => ({ Component: (await import("./items/items-page.tsx")).ItemsPage }),
                },
                {
                  path: "items/:code",
                  lazy: async () => ({ Component: (await import("./items/item-page.tsx")).ItemPage }),
                },
                {
                  path: "centres",
                  lazy: async () => ({ Component: (await import("./places/centres-page.tsx")).CentresPage }),
                },
                {
                  path: "centres/:code",
                  lazy: async () => ({ Component: (await import("./places/centre-page.tsx")).CentrePage }),
                },
                {
                  path: "areas/:code?",
                  lazy: async () => ({ Component: (await import("./places/area-page.tsx")).AreaPage }),
                },
                {
                  path: "role",
                  lazy: async () => ({ Component: (await import("./role/role-page.tsx")).RolePage }),
                },
                {
                  path: "counts",
                  lazy: async () => ({ Component: (await import("./counts/counts-page.tsx")).CountsPage }),
                },
                {
                  path: "live-log",
                  lazy: async () => ({ Component: (await import("./access-log/live-page.tsx")).LivePage }),
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
