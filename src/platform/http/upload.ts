import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FastifyRequest } from "fastify";
import { AppError } from "../../kernel/errors.ts";
import type { Upload } from "../module.ts";

/**
 * Reads a multipart form with one file: the fields as the body, the file onto disk, so that its size costs no memory and
 * no transaction is open while it arrives. The temporary copy goes when the request is over.
 */
export async function readUpload(request: FastifyRequest): Promise<{ body: Record<string, string>; files?: Upload }> {
  const folder = await mkdtemp(join(tmpdir(), "songhe-upload-"));
  request.raw.on("close", () => void rm(folder, { recursive: true, force: true }));
  const body: Record<string, string> = {};
  let files: Upload | undefined;
  for await (const part of request.parts()) {
    if (part.type === "field") {
      body[part.fieldname] = String(part.value);
      continue;
    }
    const path = join(folder, "file");
    let size = 0;
    part.file.on("data", (chunk: Buffer) => {
      size += chunk.length;
    });
    await pipeline(part.file, createWriteStream(path));
    if (part.file.truncated) throw new AppError("request.too_large", { limit: "512 MB" });
    files = { name: part.filename, size: () => size, bytes: () => readFile(path), stream: () => createReadStream(path) };
  }
  return { body, ...(files ? { files } : {}) };
}
