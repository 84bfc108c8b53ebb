type Directives = Readonly<Record<string, string>>;

/** Closed unless opened; nothing of it reaches another host, and nobody shows our pages inside theirs. */
const CLOSED: Directives = {
  "default-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
};

const PAGE_POLICY = written({
  ...CLOSED,
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self'",
  "connect-src": "'self'",
});

// A worker obeys the policy its own file came with, not that of the page it was started by.
const FILE_POLICY = written({ ...CLOSED, "script-src": "'self'" });

// What a counter's page never asks the browser for.
const REFUSED_FEATURES = [
  ["accelerometer", "bluetooth", "camera", "display-capture", "geolocation", "gyroscope", "hid", "idle-detection"],
  ["magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb"],
].flat();

const EVERY_FILE: Readonly<Record<string, string>> = {
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};

/** Headers of a page. */
export function pageHeaders(): Readonly<Record<string, string>> {
  return {
    ...EVERY_FILE,
    "content-security-policy": PAGE_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": REFUSED_FEATURES.map((name) => `${name}=()`).join(", "),
  };
}

/** Headers of scripts, styles and images. What has its content's hash in its name never changes. */
export function fileHeaders(path: string): Readonly<Record<string, string>> {
  return {
    ...EVERY_FILE,
    "content-security-policy": FILE_POLICY,
    "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  };
}

function written(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}
