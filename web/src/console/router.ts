/** Addresses of the console. Everything about one contest lives under /c/KEY, as on the public site. */
import { createRouter, createWebHistory } from 'vue-router'
import { onSignedOut } from './api'
import { onlyJudges, whoAmI, worksHere } from './session'
import { remember, remembered } from './place'

export const router = createRouter({
  history: createWebHistory('/console'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', component: () => import('./Arrive.vue') },
    { path: '/sign-in', component: () => import('../rooms/identity/console/SignIn.vue'), meta: { open: true, bare: true } },
    {
      path: '/sign-in/:token',
      component: () => import('../rooms/identity/console/SignIn.vue'),
      meta: { open: true, bare: true },
    },
    { path: '/judging', component: () => import('../rooms/jury/console/JudgeRounds.vue'), meta: { bare: true } },
    { path: '/judging/:campaign/:round', component: () => import('../rooms/jury/console/JudgeTasks.vue'), meta: { bare: true } },
    { path: '/judging/:campaign/:round/:task', component: () => import('../rooms/jury/console/Sheet.vue'), meta: { bare: true } },
    { path: '/new', component: () => import('../rooms/campaign/console/NewCampaign.vue') },
    { path: '/people', component: () => import('../rooms/identity/console/People.vue') },
    { path: '/audit', component: () => import('../rooms/report/console/Audit.vue') },
    { path: '/system', component: () => import('../rooms/report/console/System.vue') },
    { path: '/c/:campaign', redirect: (to) => `/c/${to.params.campaign}/inbox` },
    {
      path: '/c/:campaign',
      children: [
        { path: 'inbox', component: () => import('../rooms/report/console/Inbox.vue') },
        { path: 'calendar', component: () => import('../rooms/campaign/console/Calendar.vue') },
        { path: 'open', component: () => import('../rooms/campaign/console/OpenPoints.vue') },
        { path: 'edit', component: () => import('../rooms/campaign/console/EditCampaign.vue') },
        { path: 'entries', component: () => import('../rooms/entry/console/Entries.vue') },
        { path: 'entries/new', component: () => import('../rooms/entry/console/EnterForUnit.vue') },
        { path: 'entries/:entry', component: () => import('../rooms/entry/console/Entry.vue') },
        { path: 'matches', component: () => import('../rooms/inspection/console/Matches.vue') },
        { path: 'matches/:match', component: () => import('../rooms/inspection/console/Match.vue'), meta: { slim: true } },
        { path: 'films', component: () => import('../rooms/media/console/Films.vue') },
        { path: 'screening/:entry?', component: () => import('../rooms/screening/console/Screening.vue'), meta: { slim: true } },
        { path: 'rounds/:round?', component: () => import('../rooms/jury/console/Rounds.vue') },
        { path: 'ballot', component: () => import('../rooms/ballot/console/Voting.vue') },
        { path: 'awards', component: () => import('../rooms/award/console/Awards.vue') },
        { path: 'publicity', component: () => import('../rooms/notice/console/Publicity.vue') },
        { path: 'certificates', component: () => import('../rooms/certificate/console/Certificates.vue') },
        { path: 'report', component: () => import('../rooms/report/console/Report.vue') },
      ],
    },
    { path: '/:rest(.*)*', component: () => import('./Lost.vue') },
  ],
})

const signIn = () => {
  const here = router.currentRoute.value
  if (!here.meta.open) void router.push({ path: '/sign-in', query: { next: here.fullPath } })
}
onSignedOut(signIn)

router.beforeEach(async (to) => {
  if (to.meta.open) return true
  const who = await whoAmI().catch(() => undefined)
  if (who === null) return { path: '/sign-in', query: { next: to.fullPath } }
  if (who && !worksHere.value) return { path: '/sign-in', query: { next: to.fullPath, as: 'staff' } }
  if (onlyJudges.value && !to.path.startsWith('/judging')) return '/judging'
  return true
})

router.afterEach((to, from) => {
  if (to.params.campaign) remember(String(to.params.campaign))
  if (from.matched.length && to.path !== from.path)
    setTimeout(() => document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true }), 60)
})

/** Where to go on arrival: the contest last seen, if it is still there. */
export const home = (keys: string[]) => (keys.includes(remembered() ?? '') ? remembered() : keys[0])
