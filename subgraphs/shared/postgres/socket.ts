import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { connectionLost } from "./database-fault.ts";

/** Where a server listens, as postgres.js reads it from an address. */
export interface SocketAddress {
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** A socket file. */
  readonly path?: string | false;
}

/** Opens the way to a server. Ours to close, whatever state the driver believes its connection to be in. */
export function openSocket({ host, port, path }: SocketAddress): Socket {
  const [name = "localhost"] = host;
  const socket =
    typeof path === "string" ? connect(path) : connect({ host: name, port: port[0] ?? 5432, noDelay: true });
  // Its user reports failures; one that comes between two users must not end the process.
  socket.on("error", () => undefined);
  return socket;
}

/** Resolves once it is open. */
export async function opened(socket: Socket): Promise<Socket> {
  await heard(socket, "connect");
  return socket;
}

/** What an address asks for (`sslmode`), as postgres.js reads it: false for no encryption. */
type Encryption = unknown;

/** Encryption without a look at the certificate, as libpq has it. */
const UNCHECKED: ReadonlySet<Encryption> = new Set(["require", "allow", "prefer"]);
// A message of its own, before any other: its length, and a number that stands for the wish.
const ASK_FOR_TLS = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const AGREED = "S".charCodeAt(0);

/** The same way, encrypted if the address asks for it. Nothing was sent on it yet. */
export async function secured(socket: Socket, { host }: SocketAddress, encryption: Encryption): Promise<Socket> {
  if (encryption === false || encryption === undefined) return socket;
  const reply = heard<Buffer>(socket, "data");
  socket.write(ASK_FOR_TLS);
  const isAgreed = (await reply)[0] === AGREED;
  if (!isAgreed && encryption === "prefer") return socket;
  if (!isAgreed) throw Object.assign(new Error("the server takes no encrypted connection"), { code: "EPROTO" });
  const [name = "localhost"] = host;
  const way = connectTls({
    socket,
    host: name,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    rejectUnauthorized: !UNCHECKED.has(encryption),
  });
  way.on("error", () => undefined);
  await heard(way, "secureConnect");
  return way;
}

/** What comes with the next event of this kind; rejects if the socket fails or closes before. */
function heard<Given = unknown>(socket: Socket, event: string): Promise<Given> {
  return new Promise((resolve, reject) => {
    const lost = () => reject(connectionLost());
    socket.once("error", reject);
    socket.once("close", lost);
    socket.once(event, (given: Given) => {
      socket.off("error", reject);
      socket.off("close", lost);
      resolve(given);
    });
  });
}
