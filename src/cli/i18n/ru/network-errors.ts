import type { ConnectFault, ListenFault } from '../../../transport/index.ts'

type CommonFault = Extract<ConnectFault, ListenFault>

/** Why a port cannot be listened on, and what to do, in Russian. */
export const cannotListen = (fault: ListenFault): string => {
  switch (fault.code) {
    case 'PORT_TAKEN':
      return `Порт ${fault.port} на ${fault.host} занят; остановите того, кто его слушает, или выберите другой порт.`
    case 'ADDRESS_NOT_OURS':
      return `У этой машины нет адреса ${fault.host}; выберите имеющийся, например 127.0.0.1.`
    case 'PRIVILEGED_PORT':
      return `Порт ${fault.port} доступен только привилегированным пользователям; выберите порт от 1024.`
    case 'SOCKET_TAKEN':
      return `Сокет ${fault.path} слушает кто-то другой; остановите его или выберите другой путь.`
    case 'SOCKET_FAILED':
      return `Сокет ${fault.path} не удаётся создать (${fault.reason}); выберите другой путь, не длиннее 100 знаков.`
    case 'LISTEN_FAILED':
      return `Порт ${fault.port} на ${fault.host} не удаётся слушать (${fault.reason}); выберите другой.`
    default:
      return common(fault)
  }
}

/** Why there is no connection, and what to do, in Russian. */
export const cannotConnect = (fault: ConnectFault): string => {
  switch (fault.code) {
    case 'REFUSED':
      return `Порт ${fault.port} на ${fault.host} никто не слушает; запустите сервер или проверьте порт.`
    case 'UNREACHABLE':
      return `Узел ${fault.host} отсюда недоступен; проверьте адрес и сеть.`
    case 'RESET':
      return `Узел ${fault.host} сразу разорвал соединение; проверьте, верен ли порт ${fault.port}.`
    case 'TIMEOUT':
      return `Узел ${fault.host} не ответил на порту ${fault.port} за ${fault.timeoutMs} мс; проверьте адрес и сеть.`
    case 'ABORTED':
      return `Подключение к ${fault.host} прервано; подключитесь снова, когда понадобится.`
    case 'SOCKET_CLOSED':
      return `Сокет ${fault.path} никто не слушает (${fault.reason}); запустите сервер или проверьте путь.`
    case 'NO_TLS':
      return `На порту ${fault.port} узла ${fault.host} нет TLS; проверьте порт или подключитесь без TLS.`
    case 'TLS_FAILED':
      return `TLS с портом ${fault.port} узла ${fault.host} не установлен (${fault.reason}); проверьте, что там говорят на TLS 1.3 и colloquy/1.`
    case 'CERTIFICATE_REFUSED':
      return fault.reason === 'OUTDATED'
        ? `Сертификат узла ${fault.host} сегодня недействителен; его нужно обновить там или исправить часы здесь.`
        : `Сертификат узла ${fault.host} не принят (${fault.reason}); проверьте имя узла и того, кто выдал сертификат.`
    case 'UNKNOWN_SERVER':
      return `За узел ${fault.host} никто не ручается, его ключ — ${fault.fingerprint}.`
    case 'CONNECT_FAILED':
      return `Нет соединения с портом ${fault.port} на ${fault.host} (${fault.reason}); проверьте и то и другое.`
    default:
      return common(fault)
  }
}

const common = (fault: CommonFault): string => {
  switch (fault.code) {
    case 'UNKNOWN_HOST':
      return `Узел ${fault.host} никому не известен; проверьте написание или укажите адрес.`
    case 'BAD_PORT':
      return `Порта ${fault.port} не бывает; укажите целое число от ${fault.min} до ${fault.max}.`
    case 'NO_DESCRIPTORS':
      return 'У этого процесса открыто слишком много файлов; закройте лишние или поднимите предел открытых файлов.'
    default:
      return fault satisfies never
  }
}
