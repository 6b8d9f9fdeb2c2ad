// Generated from examples/credit/credit.yaml by npm run codegen. Do not edit.
import { decodeBody, encodeBody } from './codec.js';
import { contract as tables, MessageNumber as numbers } from './contract.js';
/**
 * Items from a producer, the client, to a consumer, the server, which says how many it has room for: at most
 * two.
 */
export const credit = { tables, numbers, encodeBody, decodeBody };
