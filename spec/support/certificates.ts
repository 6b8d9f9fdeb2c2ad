import { OpensslAuthority } from './authority.ts'
import { temporaryFolder } from './temporary.ts'
import { tool } from './tools/index.ts'

export { LOCAL, type TestCertificate } from './authority.ts'

/** An authority whose files go with the test. */
export class Authority extends OpensslAuthority {
  constructor() {
    super(temporaryFolder(), tool('openssl').path)
  }
}
