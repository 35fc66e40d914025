import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../kernel/errors.ts";
import type { Upload } from "../module.ts";

/**
 * Reads a multipart form with one file: the fields as the body, the file onto disk, so that its size costs no memory and
 * no transaction is open while it arrives. The temporary copy goes when the answer is out. Throws `request.malformed`
 * where the form breaks off.
 */
export async function readUpload(request: FastifyRequest, reply: FastifyReply): Promise<{ body: Record<string, string>; files?: Upload }> {
  return readParts(request, reply).catch((error: unknown) => {
    // the parser's own words; it gives no code
    const broken = error instanceof Error && /unexpected end of multipart data|premature close/i.test(error.message);
    throw broken ? new AppError("request.malformed", { reason: "上传的表单不完整，请重新上传" }, { cause: error }) : error;
  });
}

async function readParts(request: FastifyRequest, reply: FastifyReply): Promise<{ body: Record<string, string>; files?: Upload }> {
  const folder = await mkdtemp(join(tmpdir(), "songhe-upload-"));
  // when the answer is out or the connection gone: the request alone closes as soon as it has been read
  finished(reply.raw, () => void rm(folder, { recursive: true, force: true }));
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
