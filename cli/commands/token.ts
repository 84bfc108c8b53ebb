import { loadConfig } from "../../hub/config/load-config.ts";
import { openInstallation } from "../../hub/installation.ts";
import { openIssuerKeys } from "../../hub/keys/issuer-keys.ts";
import { loadRoles } from "../../hub/load-roles.ts";
import { OperatorError } from "../../hub/operator-error.ts";
import { holdAccount } from "../../hub/sign-in/held-account.ts";
import { tellOperator } from "../../hub/tell-operator.ts";
import { LONGEST_TOKEN_SECONDS } from "../../router/viewer/token.ts";
import { findAccountToSignIn } from "../../subgraphs/index.ts";
import { openDatabase } from "../../subgraphs/shared/database.ts";
import { readWhole } from "../terminal/whole-number.ts";

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
    const rules = loadRoles();
    const conflict = rules.findConflict(account.roles);
    if (conflict !== null) throw new OperatorError(`${username} holds roles in conflict: ${conflict.join(" and ")}.`);
    if (account.roles.length > rules.mostRoles) {
      throw new OperatorError(`${username} holds more than ${rules.mostRoles} roles, which no token is made for.`);
    }
    const { claims, withheld, holdsUntil } = holdAccount(account, rules, null);
    for (const { role, course } of withheld) {
      tellOperator(`${role} is left out: ${username} has no valid certificate of ${course}.`);
    }
    const expiresAt = Math.min(Date.now() + ttl * 1000, holdsUntil);
    const jwt = await openIssuerKeys(config.dataFolder).sign(account.id, claims, expiresAt);
    process.stdout.write(
      options.json === true ? `${JSON.stringify({ token: jwt, expiresInSeconds: ttl })}\n` : `${jwt}\n`,
    );
  } finally {
    await installation.close();
  }
}
