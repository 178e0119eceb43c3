// A copy of the built console, in which a test may change or remove files.

import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { assets } from "./places.ts";

/** The suffix of a removed file's name. */
const AWAY = ".away";

export class Assets {
  private constructor(readonly folder: string) {}

  static async copy(): Promise<Assets> {
    const folder = await mkdtemp(path.join(tmpdir(), "changed-assets-"));
    await cp(assets, folder, { recursive: true });
    return new Assets(folder);
  }

  /** Appends bytes to each of these files, as an attacker might on the server or on the way. */
  async change(names: RegExp, more: Buffer): Promise<void> {
    for (const file of await this.files(names)) {
      const bytes = Buffer.concat([await readFile(file), more]);
      await writeFile(file, bytes);
      await writeFile(`${file}.br`, brotliCompressSync(bytes));
      await writeFile(`${file}.gz`, gzipSync(bytes));
    }
  }

  /** Removes each file whose name begins with this, with its compressed copies. */
  async takeAway(names: RegExp): Promise<void> {
    for (const file of await this.files(names)) await rename(file, file + AWAY);
  }

  /** Restores removed files. */
  async putBack(): Promise<void> {
    for (const file of await this.files(/\.away$/)) await rename(file, file.slice(0, -AWAY.length));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }

  private async files(names: RegExp): Promise<string[]> {
    const found = (await readdir(this.folder)).filter((name) => names.test(name));
    return found.map((name) => path.join(this.folder, name));
  }
}
