"""Addresses of responsibility."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.posts import helping, importing, items, officers, one, standing, tree, trips
from diguan.web.shared.navigation import Menu, Place

app_name = "posts"
urlpatterns = [
    path("posts/", tree.tree, name="tree"),
    path("posts/branch/<int:code>/", tree.branch, name="branch"),
    path("posts/new/", one.new, name="new"),
    path("posts/<int:number>/", one.one, name="one"),
    path("posts/<int:number>/appoint/", one.appoint_to, name="appoint"),
    path("posts/<int:number>/hand-over/", items.handing, name="hand_over"),
    path("posts/<int:number>/close/", one.close, name="close"),
    path("posts/tenures/<int:number>/end/", one.end, name="end"),
    path("posts/tenures/<int:number>/move/", one.move, name="move"),
    path("posts/tenures/<int:number>/give/", one.give, name="give"),
    path("posts/vacant/", standing.vacant, name="vacant"),
    path("posts/load/", standing.load, name="load"),
    path("posts/unvisited/", standing.unvisited, name="unvisited"),
    path("posts/without-helper/", standing.without, name="without"),
    path("posts/officers/", officers.listing, name="officers"),
    path("posts/officers/suggestions/", officers.suggestions, name="suggestions"),
    path("posts/officers/new/", officers.new, name="officer_new"),
    path("posts/officers/<int:number>/", officers.one, name="officer"),
    path("posts/officers/<int:number>/correct/", officers.correct, name="correct"),
    path("posts/officers/<int:number>/account/", officers.account, name="account"),
    path("posts/officers/<int:number>/unlink/", officers.unlink, name="unlink"),
    path("posts/rights/", officers.waiting, name="rights"),
    path("posts/households/<int:number>/", helping.household, name="household"),
    path("posts/households/<int:number>/help/", helping.help_, name="help"),
    path("posts/helping/<int:number>/end/", helping.end, name="end_help"),
    path("posts/trips/", trips.listing, name="trips"),
    path("posts/trips/new/", trips.new, name="trip_new"),
    path("posts/import/", importing.start, name="import_start"),
    path("posts/import/template/", importing.template, name="import_template"),
    path("posts/import/<int:number>/", importing.one, name="import_one"),
    path("posts/import/<int:number>/state/", importing.state, name="import_state"),
    path("posts/import/<int:number>/store/", importing.store, name="import_store"),
    path("posts/import/<int:number>/cancel/", importing.cancel, name="import_cancel"),
    path("posts/import/<int:number>/rejected/", importing.rejected, name="import_rejected"),
]
NAVIGATION = (
    Place("posts:tree", "posts:tree.title", Act.SEE, Menu.RESPONSIBILITY),
    Place("posts:vacant", "posts:vacant.title", Act.SEE, Menu.RESPONSIBILITY),
    Place("posts:load", "posts:load.title", Act.SEE, Menu.RESPONSIBILITY),
    Place("posts:unvisited", "posts:unvisited.title", Act.SEE, Menu.RESPONSIBILITY),
    Place("posts:without", "posts:without.title", Act.SEE, Menu.RESPONSIBILITY),
    Place("posts:officers", "posts:officers.title", Act.SEE, Menu.RESPONSIBILITY),
    Place("posts:trips", "posts:trips.title", Act.SEE, Menu.RESPONSIBILITY),
    Place("posts:import_start", "posts:import.place", Act.MANAGE_POSTS, Menu.RESPONSIBILITY),
    Place("posts:rights", "posts:rights.place", Act.MANAGE_ACCOUNTS, Menu.ADMINISTRATION),
)
