import { importJWK, SignJWT } from "jose";
import { findAccountToSignIn } from "../../subgraphs/index.ts";
import { openDatabase } from "../../subgraphs/shared/database.ts";
import { LONGEST_TOKEN_SECONDS } from "../../subgraphs/shared/token.ts";
import { loadConfig } from "../environment.ts";
import { openInstallation } from "../installation.ts";
import { readWhole } from "../options.ts";
import { OperatorError } from "../postgres/operator-error.ts";
import { loadRoles, OWN_ISSUER } from "../trust.ts";

/** Prints a token for an account, without a password: for demos and tests, never in production. */
export async function token(username: string, options: { ttl: string; json?: boolean }): Promise<void> {
  const config = loadConfig();
  if (config.isProduction)
    throw new OperatorError("hub token makes tokens without a password: it is off when NODE_ENV=production.");
  const ttl = readWhole("--ttl", options.ttl, 1, LONGEST_TOKEN_SECONDS);
  const installation = await openInstallation(config, ["accounts"]);
  try {
    const database = openDatabase({ department: "accounts", url: installation.urlOf("accounts"), poolSize: 1 });
    const account = await findAccountToSignIn(database, username).finally(() => database.close());
    if (account === null) {
      throw new OperatorError(
        `There is no account ${username}: the demo accounts are made by hub seed or the first npm start.`,
      );
    }
    const conflict = loadRoles().findConflict(account.roles);
    if (conflict !== null) throw new OperatorError(`${username} holds roles in conflict: ${conflict.join(" and ")}.`);
    const { issuer } = installation.keys;
    const claims = {
      roles: account.roles,
      areas: account.areas,
      department: account.department,
      name: account.displayName,
    };
    const jwt = await new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid: issuer.kid, typ: "JWT" })
      .setIssuer(OWN_ISSUER)
      .setAudience(OWN_ISSUER)
      .setSubject(account.id)
      .setIssuedAt()
      .setExpirationTime(`${ttl}s`)
      .sign(await importJWK(issuer, "ES256"));
    process.stdout.write(
      options.json === true ? `${JSON.stringify({ token: jwt, expiresInSeconds: ttl })}\n` : `${jwt}\n`,
    );
  } finally {
    await installation.close();
  }
}
