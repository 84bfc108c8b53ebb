import { statfsSync } from "node:fs";
import { totalmem } from "node:os";

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** The server's settings as command-line arguments: always those of the running version, whatever made the files. */
export function serverArguments(options: { folder: string; port: number; durable: boolean }): string[] {
  const settings = {
    ...always,
    ...memory(usableMemory()),
    ...(options.durable ? {} : throwAway),
    ...(hasSmallSharedMemory() ? { dynamic_shared_memory_type: "mmap" } : {}),
    port: options.port,
  };
  const assignments = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", options.folder, ...assignments];
}

const always = {
  listen_addresses: "127.0.0.1",
  // A socket's path may have 107 bytes at most, and nobody here connects through one.
  unix_socket_directories: "",
  max_connections: 200,
  timezone: "UTC",
  jit: "off",
  random_page_cost: 1.1,
  // Failed statements carry residents' data in their text and DETAIL. The caller gets the error; the log must not.
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_checkpoints: "off",
  logging_collector: "off",
  log_destination: "stderr",
};

/** For tests only: a power cut loses everything. */
const throwAway = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: 0,
  shared_buffers: "128MB",
};

function memory(total: number) {
  return {
    shared_buffers: `${mib(clamp(total / 8, 128 * MIB, 2 * GIB))}MB`,
    effective_cache_size: `${mib(total / 2)}MB`,
    work_mem: `${mib(clamp(total / 1024, 4 * MIB, 16 * MIB))}MB`,
    maintenance_work_mem: `${mib(clamp(total / 32, 64 * MIB, 512 * MIB))}MB`,
    max_wal_size: "2GB",
  };
}

/** What the machine has, or what the container is allowed. */
function usableMemory(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}

/** Containers often have 64 MiB of /dev/shm, which one parallel query can fill. */
function hasSmallSharedMemory(): boolean {
  if (process.platform !== "linux") return false;
  try {
    const { blocks, bsize } = statfsSync("/dev/shm");
    return blocks * bsize < GIB;
  } catch {
    return true;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function mib(bytes: number): number {
  return Math.floor(bytes / MIB);
}
