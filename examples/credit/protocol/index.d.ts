// Generated from examples/credit/credit.yaml by npm run codegen. Do not edit.
import type * as codec from 'colloquy/codec';
import type * as messages from './messages.js';
export type * from './messages.js';
/** The conversation messages that a client of credit says, and their answers. */
export interface CreditClient {
    readonly says: {
        readonly Item: messages.Item;
    };
    readonly asks: object;
    readonly streams: object;
    readonly handlers: object;
}
/** The conversation messages that a server of credit says, and their answers. */
export interface CreditServer {
    readonly says: object;
    readonly asks: object;
    readonly streams: object;
    readonly handlers: object;
}
/** The conversation messages of credit, by the side that says them. */
export interface Credit {
    readonly client: CreditClient;
    readonly server: CreditServer;
}
/**
 * Items from a producer, the client, to a consumer, the server, which says how many it has room for: at most
 * two.
 */
export declare const credit: codec.Contract<Credit>;
