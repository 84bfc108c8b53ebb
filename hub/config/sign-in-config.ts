/** How people sign in at the hub. */
export interface SignInConfig {
  /** How long a session lasts; it is never extended. */
  readonly shiftSeconds: number;
  /** False where an external issuer signs people in, and nobody else. */
  readonly takesPasswords: boolean;
  /** How many proxies of ours stand before the hub, each of which adds to x-forwarded-for. */
  readonly proxies: number;
}

interface Values {
  readonly ONEDOOR_SHIFT_HOURS: number;
  readonly ONEDOOR_PASSWORD_SIGN_IN: "on" | "off";
  readonly ONEDOOR_PROXIES: number;
}

/** Puts the checked settings together. */
export function signInConfigOf(values: Values): SignInConfig {
  return {
    shiftSeconds: values.ONEDOOR_SHIFT_HOURS * 3_600,
    takesPasswords: values.ONEDOOR_PASSWORD_SIGN_IN === "on",
    proxies: values.ONEDOOR_PROXIES,
  };
}
