import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../kernel/errors.ts";
import type { Upload } from "../module.ts";

const READ_BYTES = 64 * 1024;

/**
 * Reads a multipart form with one file: the fields as the body, the file onto disk, so that its size costs no memory and
 * no transaction is open while it arrives. The copy goes when the answer is out. Throws `request.malformed`
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
  const body: Record<string, string> = {};
  let files: Upload | undefined;
  for await (const part of request.parts()) {
    if (part.type === "field") {
      body[part.fieldname] = String(part.value);
      continue;
    }
    const handle = await openNameless();
    // when the answer is out or the connection gone: the request alone closes as soon as it has been read
    finished(reply.raw, () => void handle.close().catch(() => {}));
    let size = 0;
    for await (const chunk of part.file as AsyncIterable<Uint8Array>) {
      await handle.write(chunk, 0, chunk.length, size);
      size += chunk.length;
    }
    if (part.file.truncated) throw new AppError("request.too_large", { limit: "512 MB" });
    files = { name: part.filename, size: () => size, stream: () => readFrom(handle), bytes: () => bytesOf(readFrom(handle)) };
  }
  return { body, ...(files ? { files } : {}) };
}

/** A file that has no name any more: what people upload is gone with the process, even when that is killed. */
async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), "songhe-upload-"));
  const handle = await open(join(folder, "file"), "wx+", 0o600);
  await rm(folder, { recursive: true, force: true });
  return handle;
}

async function* readFrom(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(READ_BYTES), 0, READ_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
