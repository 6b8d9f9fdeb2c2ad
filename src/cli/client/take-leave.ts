import type { Client } from '../../index.ts'
import type { ClientOutput } from './client-output.ts'
import type { LogoutScope } from './logout-scope.ts'

/**
 * Ends a conversation, with a Logout where sessions are to end with it. Resolves when the connection is gone; false: the server
 * has not confirmed the Logout, which is told.
 */
export const takeLeave = async (
  client: Pick<Client, 'bye' | 'logout' | 'over' | 'failure'>,
  logout: LogoutScope,
  { showError }: Pick<ClientOutput, 'showError'>,
): Promise<boolean> => {
  if (logout === null) {
    await client.bye()
    return true
  }
  await client.logout(logout === 'everywhere')
  const ending = await client.over
  if (ending?.code === 'LOGGED_OUT' || client.failure !== null) return true
  showError((say) => say.notLoggedOut)
  return false
}
