import { h, type FunctionalComponent } from 'vue'
import { pieces } from './format'

/** A sentence in which figure and unit never part: <Zh :s="t('ballot.left', { n: 7 })" />. One element, so that a row keeps it whole. */
const Zh: FunctionalComponent<{ s: string }> = ({ s }) =>
  h(
    'span',
    pieces(s).map((piece, i) => (i % 2 ? h('span', { class: 'nb' }, piece) : piece)),
  )
Zh.props = { s: { type: String, required: true } }
export default Zh
