import { ExpectedFailure, withPayload } from "../shared/expected-failure.ts";
import type { Loaders } from "./loaders.ts";
import type { Entered } from "./writes-register.ts";

/**
 * The entry as it is now, for who made it: also when the same was sent before. Where nothing was entered, the reason tells
 * something of the people who were named, as far as the viewer may see them.
 */
export async function tellEntry(entry: Promise<Entered>, named: readonly string[], { residentById }: Loaders) {
  try {
    const { residentId, residentIds } = await entry;
    return { resident: residentById.load(residentId), residentIds };
  } catch (failure) {
    if (!(failure instanceof ExpectedFailure)) throw failure;
    const seen = await Promise.all(named.map((id) => residentById.load(id)));
    throw withPayload(failure, { residentIds: seen.flatMap((one) => (one === null ? [] : [one.id])) });
  }
}
