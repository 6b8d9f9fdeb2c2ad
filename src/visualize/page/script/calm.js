// Whether the reader wants nothing to move.

const calm = matchMedia('(prefers-reduced-motion: reduce)')
