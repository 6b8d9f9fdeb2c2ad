/** The protocol that both sides name in a TLS handshake (RFC 7301). */
export const ALPN_PROTOCOL = 'colloquy/1'
