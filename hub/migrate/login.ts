import { createHash, createHmac, pbkdf2Sync } from "node:crypto";

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const ITERATIONS = 4096;

/** The Postgres schema of a department. */
export function schemaOf(department: string): string {
  if (!KEBAB.test(department)) throw new Error(`"${department}" is not a department's name: write it in kebab-case.`);
  return department.replaceAll("-", "_");
}

/** The role a department logs in with. Roles belong to the whole server, not to one database. */
export function loginOf(department: string): string {
  return `onedoor_${schemaOf(department)}`;
}

/** Who works in a department when nobody asks: handles events, and delivers its own (docs/adr/0083). */
export function systemLoginOf(department: string): string {
  return `${department}-system`;
}

/** The administrator's address with the department's own login in its place. */
export function departmentUrl(adminUrl: string, loginSecret: string, department: string): string {
  const url = new URL(adminUrl);
  url.username = loginOf(department);
  url.password = passwordOf(department, loginSecret);
  return url.href;
}

/**
 * What the server stores to check the password, so that the password itself is never sent to it and cannot end
 * up in a statement log. The salt follows from the secret: migrating twice changes nothing.
 */
export function passwordVerifier(department: string, loginSecret: string): string {
  const salt = hmac(loginSecret, `salt ${loginOf(department)}`).subarray(0, 16);
  const salted = pbkdf2Sync(passwordOf(department, loginSecret), salt, ITERATIONS, 32, "sha256");
  const storedKey = createHash("sha256").update(hmac(salted, "Client Key")).digest("base64");
  const serverKey = hmac(salted, "Server Key").toString("base64");
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}

function passwordOf(department: string, loginSecret: string): string {
  return hmac(loginSecret, loginOf(department)).toString("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** What the jobs are called that wake up who delivers a department's events: `onedoor.wake_delivery` knows it by its login. */
export function deliveryTaskOf(department: string): string {
  return `deliver ${schemaOf(department)}`;
}
