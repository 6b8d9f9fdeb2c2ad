// Generated from examples/credit/credit.yaml by npm run codegen. Do not edit.
/**
 * Items from a producer, the client, to a consumer, the server, which says how many it has room for: at most
 * two.
 */
export const contract = {
    protocol: 'credit',
    version: 1,
    speaks: 1,
    hash: '7e38d724c7c94262',
    base: null,
    messages: [
        { name: 'Open', number: 1, from: 'client', conversation: false },
        { name: 'Grant', number: 2, from: 'server', conversation: false },
        { name: 'End', number: 3, from: 'client', conversation: false },
        { name: 'Stop', number: 4, from: 'server', conversation: false },
        { name: 'Fault', number: 5, from: 'both', conversation: false },
        { name: 'Item', number: 64, from: 'client', conversation: true },
    ],
    states: [
        {
            name: 'open',
            turn: 'client',
            within: { ms: 60000 },
            maxBody: 1024,
            inFlight: false,
            says: {
                client: {
                    Open: 'flow.none',
                    End: 'end.client',
                    Fault: 'done',
                },
                server: {
                    Stop: 'end.server',
                    Fault: 'done',
                },
            },
        },
        {
            name: 'flow.none',
            turn: 'server',
            within: { ms: 60000 },
            maxBody: 1024,
            inFlight: false,
            says: {
                client: {
                    End: 'end.client',
                    Fault: 'done',
                },
                server: {
                    Grant: 'flow.one',
                    Stop: 'end.server',
                    Fault: 'done',
                },
            },
        },
        {
            name: 'flow.one',
            turn: 'both',
            within: { ms: 60000 },
            maxBody: 2048,
            inFlight: false,
            says: {
                client: {
                    End: 'end.client',
                    Fault: 'done',
                    Item: 'flow.none',
                },
                server: {
                    Grant: 'flow.two',
                    Stop: 'end.server',
                    Fault: 'done',
                },
            },
        },
        {
            name: 'flow.two',
            turn: 'client',
            within: { ms: 60000 },
            maxBody: 2048,
            inFlight: false,
            says: {
                client: {
                    End: 'end.client',
                    Fault: 'done',
                    Item: 'flow.one',
                },
                server: {
                    Stop: 'end.server',
                    Fault: 'done',
                },
            },
        },
        {
            name: 'end.client',
            turn: 'server',
            within: { ms: 10000 },
            maxBody: 1024,
            inFlight: true,
            says: {
                client: {},
                server: {
                    Grant: 'end.client',
                    Stop: 'done',
                    Fault: 'done',
                },
            },
        },
        {
            name: 'end.server',
            turn: 'client',
            within: { ms: 10000 },
            maxBody: 2048,
            inFlight: true,
            says: {
                client: {
                    Open: 'end.server',
                    End: 'done',
                    Fault: 'done',
                    Item: 'end.server',
                },
                server: {},
            },
        },
        {
            name: 'done',
            turn: 'nobody',
            within: null,
            maxBody: 0,
            inFlight: false,
            says: {
                client: {},
                server: {},
            },
        },
    ],
};
/** The number of each message. */
export const MessageNumber = {
    Open: 1,
    Grant: 2,
    End: 3,
    Stop: 4,
    Fault: 5,
    Item: 64,
};
/** The numbers of FaultCode. */
export const FaultCodeNumber = {
    UNEXPECTED_MESSAGE: 1,
    TIMEOUT: 2,
};
/** The bounds of each type, and of each field that has bounds of its own. Bytes count UTF-8. */
export const bounds = {
    'Open.name': { minBytes: 0, maxBytes: 64 },
    'Item.data': { minBytes: 0, maxBytes: 1024 },
};
