/** The keys that `hub keys` exchanges. */
export const rotatedKeys = ["issuer", "call"] as const;
export type RotatedKey = (typeof rotatedKeys)[number];
