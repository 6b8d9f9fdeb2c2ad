import type { Files } from '../../../src/cli/log/files.ts'

interface Inode {
  readonly number: number
  bytes: Buffer
}

/** The next faults, by the operation. A number is how many bytes are taken before the disk is full. */
export interface CliErrors {
  open?: string | undefined
  rename?: string | undefined
  write?: string | undefined
  /** Room on the disk, in bytes. */
  room?: number
}

/** A file system in memory that fails as it is told. */
export class FaultyFiles implements Files {
  readonly troubles: CliErrors = {}
  /** How often something was closed that was not open. */
  closedInVain = 0
  private readonly paths = new Map<string, Inode>()
  private readonly descriptors = new Map<number, Inode>()
  private next = 1

  open(path: string): number {
    this.fail(this.troubles.open)
    const inode = this.paths.get(path) ?? { number: this.next++, bytes: Buffer.alloc(0) }
    this.paths.set(path, inode)
    this.descriptors.set(++this.next, inode)
    return this.next
  }

  facts(descriptor: number) {
    const { bytes, number } = this.of(descriptor)
    return { size: bytes.length, isFile: true, identity: String(number) }
  }

  write(descriptor: number, bytes: Uint8Array): number {
    const inode = this.of(descriptor)
    this.fail(this.troubles.write)
    const { room = Number.POSITIVE_INFINITY } = this.troubles
    const taken = Math.min(room, bytes.length)
    if (taken === 0) this.fail('ENOSPC')
    if (this.troubles.room !== undefined) this.troubles.room -= taken
    inode.bytes = Buffer.concat([inode.bytes, bytes.subarray(0, taken)])
    return taken
  }

  close(descriptor: number): void {
    if (!this.descriptors.delete(descriptor)) this.closedInVain += 1
  }

  exists(path: string): boolean {
    return this.paths.has(path)
  }

  rename(from: string, to: string): void {
    this.fail(this.troubles.rename)
    const inode = this.paths.get(from)
    if (inode === undefined) return this.fail('ENOENT')
    this.paths.delete(from)
    this.paths.set(to, inode)
  }

  /** Somebody removes a file; whoever has it open can go on. */
  remove(path: string): void {
    this.paths.delete(path)
  }

  /** Somebody closes what was open. */
  invalidate(): void {
    this.descriptors.clear()
  }

  get openDescriptors(): number {
    return this.descriptors.size
  }

  get names(): readonly string[] {
    return [...this.paths.keys()].sort()
  }

  text(path: string): string {
    return this.paths.get(path)?.bytes.toString('utf8') ?? ''
  }

  private of(descriptor: number): Inode {
    const inode = this.descriptors.get(descriptor)
    if (inode === undefined) throw Object.assign(new Error('EBADF'), { code: 'EBADF' })
    return inode
  }

  private fail(code: string | undefined): void {
    if (code !== undefined) throw Object.assign(new Error(code), { code })
  }
}
