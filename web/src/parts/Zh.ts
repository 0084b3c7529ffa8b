import { h, type FunctionalComponent } from 'vue'
import { pieces } from './format'

/** A sentence in which figure and unit never part: <Zh :s="t('ballot.left', { n: 7 })" />. */
const Zh: FunctionalComponent<{ s: string }> = ({ s }) => pieces(s).map((piece, i) => (i % 2 ? h('span', { class: 'nb' }, piece) : piece))
Zh.props = { s: { type: String, required: true } }
export default Zh
