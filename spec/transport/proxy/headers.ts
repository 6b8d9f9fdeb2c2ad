/** Headers as HAProxy 2.6 sent them, and some that are put together by hand. */
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

export const SIGNATURE = '0d0a0d0a 000d0a51 5549540a'

/** From 127.0.0.1, port 56938, to 127.0.0.1, port 17700. */
export const OVER_IPV4 = hex(`${SIGNATURE} 21 11 000c 7f000001 7f000001 de6a 4524`)

/** From ::1, port 45674, to ::1, port 17700. */
export const OVER_IPV6 = hex(`${SIGNATURE} 21 21 0024 ${'00'.repeat(15)}01 ${'00'.repeat(15)}01 b26a 4524`)

/** The first bytes of a health check. */
export const HEALTH_CHECK = hex(`${SIGNATURE} 20 00 0000`)

/** From 192.0.2.7, port 1234, to 198.51.100.1, port 7707, with what follows the addresses. */
export const announcing = (fields = ''): Buffer => {
  const behind = hex(fields)
  const length = (12 + behind.length).toString(16).padStart(4, '0')
  return Buffer.concat([hex(`${SIGNATURE} 21 11 ${length} c0000207 c6336401 04d2 1e1b`), behind])
}

export { hex }
