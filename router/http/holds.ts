/** Who holds something of the hub: from where, and as whom where that is known. */
export interface Holder {
  readonly address: string;
  readonly account: string | null;
}

export interface HoldLimits {
  readonly most: number;
  readonly mostPerAccount: number;
  readonly mostPerAddress: number;
}

/** A holder has as many as it may, or the hub has as many as it can. */
export class TooManyHeld extends Error {
  readonly by: "account" | "address" | "hub";

  constructor(by: TooManyHeld["by"]) {
    super(`too many are held by this ${by}`);
    this.by = by;
  }
}

/** Counts what clients hold at once, so that none of them holds what all the others need. */
export interface Holds {
  /** Gives the function that lets it go again. Throws TooManyHeld. */
  take(holder: Holder): () => void;
  readonly held: () => number;
}

export function createHolds({ most, mostPerAccount, mostPerAddress }: HoldLimits): Holds {
  const byAccount = new Map<string, number>();
  const byAddress = new Map<string, number>();
  let held = 0;
  return {
    take({ address, account }) {
      if (account !== null && (byAccount.get(account) ?? 0) >= mostPerAccount) throw new TooManyHeld("account");
      if ((byAddress.get(address) ?? 0) >= mostPerAddress) throw new TooManyHeld("address");
      if (held >= most) throw new TooManyHeld("hub");
      const count = (by: 1 | -1) => {
        held += by;
        add(byAddress, address, by);
        if (account !== null) add(byAccount, account, by);
      };
      count(1);
      let isHeld = true;
      return () => {
        if (isHeld) count(-1);
        isHeld = false;
      };
    },
    held: () => held,
  };
}

/** A client that holds nothing any more is forgotten: the map is no larger than what is held. */
function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
