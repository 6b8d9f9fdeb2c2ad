// Generated from examples/credit/credit.yaml by npm run codegen. Do not edit.
import type * as codec from 'colloquy/codec';
import type * as messages from './messages.js';
export type * from './messages.js';
/** The conversation messages of credit, by the side that says them. */
export interface Credit {
    readonly client: {
        readonly Item: messages.Item;
    };
    readonly server: object;
}
/**
 * Items from a producer, the client, to a consumer, the server, which says how many it has room for: at most
 * two.
 */
export declare const credit: codec.Contract<Credit>;
