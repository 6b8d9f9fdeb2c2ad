export type { GreetKnown, IdentifyBy, Mode, ServerPeer } from './context.ts'
export { cannotListen, createServer, notListening, type Server, type ServerOptions } from './create-server.ts'
export type { SourceOptions, Startups } from './sources/options.ts'
