import { Navigate } from "react-router";
import { useAccount } from "../session/session-context.tsx";
import { pagesOf } from "./pages.ts";

/** Sends everybody to the page their role begins its day with. */
export function Start() {
  const { roles, department } = useAccount();
  const [first] = pagesOf(roles, department);
  return <Navigate to={first?.path ?? "/role"} replace />;
}
