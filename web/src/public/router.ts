import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import Frame from '../rooms/campaign/Frame.vue'
import Home from '../rooms/campaign/Home.vue'
import Works from '../rooms/showcase/Works.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** Which tab one stands in. */
    tab?: 'home' | 'works' | 'ranking' | 'me'
    /** The bar above: over the picture, or with a way back. */
    top?: 'over' | 'crumb'
    /** Where "back" leads: a path under the contest, or anywhere. */
    up?: string
    /** No tab bar: the screen has an act of its own at the foot. */
    bare?: boolean
    /** A screen for a wall: nothing around it. */
    wall?: boolean
    /** Only for who is signed in. */
    mine?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('../rooms/campaign/Contests.vue'), meta: { tab: 'home' } },
  {
    path: '/c/:campaign',
    component: Frame,
    children: [
      { path: '', component: Home, meta: { tab: 'home', top: 'over' } },
      { path: 'works', component: Works, meta: { tab: 'works' } },
      {
        path: 'works/:entry',
        component: () => import('../rooms/showcase/Work.vue'),
        meta: { tab: 'works', top: 'crumb', up: 'works', bare: true },
      },
      { path: 'ranking', component: () => import('../rooms/ballot/Ranking.vue'), meta: { tab: 'ranking' } },
      {
        path: 'receipt/:receipt?',
        component: () => import('../rooms/ballot/Receipt.vue'),
        meta: { tab: 'me', top: 'crumb', up: 'ranking' },
      },
      {
        path: 'annulments',
        component: () => import('../rooms/ballot/Annulments.vue'),
        meta: { tab: 'ranking', top: 'crumb', up: 'ranking' },
      },
      { path: 'screen', component: () => import('../rooms/ballot/Screen.vue'), meta: { wall: true } },
      { path: 'enter', component: () => import('../rooms/entry/Enter.vue'), meta: { top: 'crumb', up: '', bare: true } },
      { path: 'notice', component: () => import('../rooms/campaign/Notice.vue'), meta: { tab: 'home' } },
      { path: 'publicity', component: () => import('../rooms/notice/Publicity.vue'), meta: { tab: 'home' } },
      { path: 'news', component: () => import('../rooms/notice/News.vue'), meta: { tab: 'home' } },
    ],
  },
  { path: '/me', component: () => import('../rooms/entry/MyEntries.vue'), meta: { tab: 'me', mine: true } },
  {
    path: '/me/entries/:id',
    component: () => import('../rooms/entry/MyEntry.vue'),
    meta: { tab: 'me', top: 'crumb', up: '/me', mine: true },
  },
  {
    path: '/me/entries/:id/annulments',
    component: () => import('../rooms/ballot/AuthorCases.vue'),
    meta: { tab: 'me', top: 'crumb', up: '/me', mine: true },
  },
  {
    path: '/me/votes',
    component: () => import('../rooms/ballot/MyVotes.vue'),
    meta: { tab: 'me', top: 'crumb', up: '/me', mine: true },
  },
  {
    path: '/me/messages',
    component: () => import('../rooms/notice/Messages.vue'),
    meta: { tab: 'me', top: 'crumb', up: '/me', mine: true },
  },
  { path: '/sign-in', component: () => import('../rooms/identity/SignIn.vue') },
  { path: '/sign-in/wechat', component: () => import('../rooms/identity/FromWeChat.vue') },
  { path: '/verify/:code?', component: () => import('../rooms/certificate/Verify.vue') },
  { path: '/:lost(.*)*', component: () => import('./Lost.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior(to, from, saved) {
    if (saved) return saved
    if (to.hash) return false // a sheet, not a place on the page
    return to.path === from.path ? false : { top: 0 }
  },
})

// A new version has been put in place while the page was open: its old chunks are gone, so the page is loaded again, once.
router.onError((e, to) => {
  if (!/import|module|fetch/i.test(String(e)) || !navigator.onLine || sessionStorage.getItem('saiying.reloaded') === to.fullPath)
    return
  sessionStorage.setItem('saiying.reloaded', to.fullPath)
  location.assign(to.fullPath)
})
