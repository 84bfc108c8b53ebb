/** Bytes as they come from a file or a socket: in pieces that end anywhere. */
export async function* chunks(bytes: Buffer, size = 1_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
