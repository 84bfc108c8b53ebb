import { codeOf, OperatorError } from "../operator-error.ts";

/** A database, and the setting in which an operator gave its address. */
export interface Addressed {
  readonly url: string;
  readonly setting: string;
}

/**
 * Says in one sentence why a connection was not made: where, what is wrong, what to do. Null for an error of another
 * kind. Of the address it names host, port, login and database; never the password.
 */
export function connectionFailure(error: unknown, { url, setting }: Addressed): OperatorError | null {
  const { host, username, pathname, searchParams } = new URL(url);
  const reason = reasons[codeOf(error) ?? ""];
  if (reason === undefined) return null;
  const sentence = reason({
    host: host === "" ? "the local socket" : host,
    login: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username),
    isEncrypted: (searchParams.get("sslmode") ?? searchParams.get("ssl") ?? "disable") !== "disable",
    setting,
  });
  return new OperatorError(sentence, { cause: error });
}

interface Place {
  host: string;
  login: string;
  database: string;
  isEncrypted: boolean;
  setting: string;
}

const unreachable = ({ host, setting }: Place) =>
  `No PostgreSQL server answers at ${host}: start it, or correct ${setting}.`;
const unknownHost = ({ host, setting }: Place) =>
  `The host of ${host} is not known here: correct ${setting}, or the name server.`;
const broken = (place: Place) =>
  place.isEncrypted
    ? `The server at ${place.host} takes no encrypted connection: switch TLS on there (ssl = on), or leave sslmode out of ${place.setting}.`
    : `What answers at ${place.host} ended the connection: it is no PostgreSQL server, or it takes encrypted connections only (sslmode=require in ${place.setting}).`;
const wrongPassword = ({ host, login, setting }: Place) =>
  `The server at ${host} refuses the password of "${login}": correct ${setting}.`;
const notLetIn = ({ host, login, database, setting }: Place) =>
  `The server at ${host} does not let "${login}" into the database "${database}" from here, or not that way: correct ${setting}, or the server's pg_hba.conf.`;
const certificate = ({ host, setting }: Place) =>
  `The certificate of the server at ${host} is not trusted here: have it signed by an authority this machine knows (NODE_EXTRA_CA_CERTS names a file with a further one), or correct the host in ${setting}.`;

const pooler = ({ host, setting }: Place) => {
  const direct = setting.replace(/^DATABASE_URL/, "DATABASE_DIRECT_URL");
  const found = `At ${host} a connection pooler such as PgBouncer answers and not PostgreSQL itself`;
  return setting === direct
    ? `${found}: give the address of the server behind it in ${direct}.`
    : `${found}: set DATABASE_PREPARE=false, and give the address of the server behind it in ${direct}.`;
};

const reasons: Readonly<Record<string, (place: Place) => string>> = {
  ECONNREFUSED: unreachable,
  EHOSTUNREACH: unreachable,
  EHOSTDOWN: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  CONNECT_TIMEOUT: unreachable,
  STATEMENT_TIMEOUT: unreachable,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ECONNRESET: broken,
  EPIPE: broken,
  EPROTO: broken,
  ERR_SSL_WRONG_VERSION_NUMBER: broken,
  CONNECTION_CLOSED: broken,
  CONNECTION_DESTROYED: broken,
  CONNECTION_LOST: broken,
  SHARED_CONNECTION: pooler,
  // What PgBouncer says to settings of a session.
  "08P01": pooler,
  "28P01": wrongPassword,
  "28000": notLetIn,
  "42501": notLetIn,
  "3D000": ({ host, database, setting }) =>
    `The server at ${host} has no database "${database}": make it (create database ${database}), or correct ${setting}.`,
  "53300": ({ host }) =>
    `The server at ${host} has no connection left to give: raise max_connections there, or lower ONEDOOR_POOL_SIZE.`,
  "57P03": ({ host }) => `The server at ${host} is starting or stopping: try again in a moment.`,
  "53100": ({ host }) => `The disk of the server at ${host} is full: free some space there and start again.`,
  "25006": ({ host, setting }) =>
    `The server at ${host} takes no changes, as a standby does: give the address of the primary in ${setting}.`,
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
  ERR_TLS_CERT_ALTNAME_INVALID: certificate,
  CERT_HAS_EXPIRED: certificate,
  CERT_NOT_YET_VALID: certificate,
};
