/** The most that clients may hold of the hub at once (docs/adr/0066). */
export interface ClientLimits {
  /** How long a body may take to arrive. */
  readonly bodySeconds: number;
  /** Requests whose body is waited for. */
  readonly bodies: number;
  readonly bodiesPerAccount: number;
  readonly bodiesPerAddress: number;
  /** Streams of events. */
  readonly streams: number;
  readonly streamsPerAccount: number;
  readonly streamsPerAddress: number;
}

/** A body of 256 KB takes 7 seconds over 300 kbit/s; a counter's page has two streams open. */
export const defaultClientLimits: ClientLimits = {
  bodySeconds: 10,
  bodies: 1_024,
  bodiesPerAccount: 32,
  bodiesPerAddress: 256,
  streams: 4_000,
  streamsPerAccount: 16,
  streamsPerAddress: 1_000,
};

/** The setting of each. */
export const clientLimitSettings: Readonly<Record<keyof ClientLimits, string>> = {
  bodySeconds: "ONEDOOR_BODY_SECONDS",
  bodies: "ONEDOOR_MAX_BODIES",
  bodiesPerAccount: "ONEDOOR_MAX_BODIES_PER_ACCOUNT",
  bodiesPerAddress: "ONEDOOR_MAX_BODIES_PER_ADDRESS",
  streams: "ONEDOOR_MAX_STREAMS",
  streamsPerAccount: "ONEDOOR_MAX_STREAMS_PER_ACCOUNT",
  streamsPerAddress: "ONEDOOR_MAX_STREAMS_PER_ADDRESS",
};
