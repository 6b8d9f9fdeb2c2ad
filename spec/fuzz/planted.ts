/** A fault that nobody finds by chance: four bytes have to be right, and each shows itself only once those before it are. */
export const planted = (bytes: Buffer): void => {
  if (bytes[0] === 0xc0) {
    if (bytes[1] === 0x11) {
      if (bytes[2] === 0x0c) {
        if (bytes[3] === 0x4b) throw new Error('the planted fault')
      }
    }
  }
}
