import { createViewer, type Viewer } from "../../subgraphs/shared/viewer.ts";

/** A viewer who is signed in and holds no right: enough for what is published, such as the catalogue, and for no row. */
export function viewerWithoutRights(id: string): Viewer {
  return createViewer({
    id,
    roles: [],
    areas: [],
    department: null,
    residentId: null,
    scopes: new Set(),
    purpose: null,
    rolesHash: "",
  });
}
