from django.urls import path, re_path

from . import views
from .comparison import views as comparison
from .completeness import views as completeness
from .development import views as development
from .dues import views as dues
from .floating import views as floating
from .organising import views as organising
from .organising.turns import TURNS
from .proposals import views as proposals
from .standing import views as standing
from .statistics import views as statistics
from .transfers import views as transfers

app_name = "members"
urlpatterns = [
    path("members/", views.index, name="index"),
    path("members/<int:pk>/", views.member, name="member"),
    path("members/<int:pk>/reveal/", views.reveal, name="reveal"),
    path("members/compare/", comparison.index, name="comparisons"),
    path("members/compare/new/", comparison.new, name="compare"),
    path("members/compare/<int:pk>/", comparison.detail, name="comparison"),
    path("members/compare/<int:pk>/all/", comparison.decide_all, name="compare_all"),
    path("members/compare/<int:pk>/apply/", comparison.carry_out, name="compare_apply"),
    path("members/compare/<int:pk>/full/", comparison.reveal, name="compare_reveal"),
    re_path(
        r"^members/compare/(?P<pk>\d+)/(?P<verb>finish|drop)/$",
        comparison.close,
        name="compare_close",
    ),
    path("members/compare/<int:pk>/to/<slug:decision>/", comparison.decide, name="compare_decide"),
    path("members/absent/<int:pk>/", comparison.absent, name="absent"),
    path("members/absent/<int:pk>/answer/", comparison.absent_answer, name="absent_answer"),
    path("members/completeness/", completeness.index, name="completeness"),
    path("members/completeness/<int:pk>/", completeness.branch, name="branch_members"),
    path("members/completeness/<int:pk>/confirm/", completeness.confirm, name="branch_confirm"),
    path("members/<int:pk>/complete/", completeness.complete, name="complete"),
    path("members/statistics/", statistics.index, name="statistics"),
    path(
        "members/statistics/<slug:dimension_code>/<slug:group>/",
        statistics.members,
        name="statistics_members",
    ),
    path("development/", development.index, name="developments"),
    path("development/new/", development.new, name="development_new"),
    path("development/<int:pk>/", development.detail, name="development"),
    path("development/<int:pk>/step/<int:no>/", development.step, name="development_step"),
    path(
        "development/<int:pk>/withdraw/<int:step_id>/",
        development.withdraw,
        name="development_withdraw",
    ),
    re_path(
        r"^development/(?P<pk>\d+)/(?P<verb>stop|resume)/$",
        development.turn,
        name="development_turn",
    ),
    path("members/<int:pk>/transfer/", transfers.apply, name="transfer_apply"),
    path("transfers/", transfers.index, name="transfers"),
    path("transfers/arrive/", transfers.arrive, name="transfer_arrive"),
    path("transfers/<int:pk>/", transfers.detail, name="transfer"),
    path("transfers/<int:pk>/letter/", transfers.letter, name="transfer_letter"),
    path("transfers/<int:pk>/<slug:verb>/", transfers.step, name="transfer_step"),
    path("dues/", dues.index, name="dues"),
    path("dues/payments/", dues.payments, name="dues_payments"),
    path("dues/payments/<int:pk>/", dues.receipt, name="dues_receipt"),
    path("dues/payments/<int:pk>/void/", dues.void, name="dues_void"),
    path("dues/payments/<int:pk>/pass-on/", dues.pass_on, name="dues_pass_on"),
    path("dues/<int:pk>/", dues.branch, name="dues_branch"),
    path("dues/<int:pk>/collect/", dues.collect, name="dues_collect"),
    path("members/<int:pk>/dues/", dues.pay, name="dues_pay"),
    path("members/<int:pk>/dues/gift/", dues.give, name="dues_give"),
    path("members/<int:pk>/dues/<int:year>/", dues.set_base, name="dues_base"),
    path("floating/", floating.index, name="floating"),
    path("floating/arrive/", floating.arrive, name="stay_arrive"),
    path("members/<int:pk>/away/", floating.out, name="stay_out"),
    path("floating/<int:pk>/", floating.detail, name="stay"),
    path("floating/<int:pk>/contact/", floating.contact, name="stay_contact"),
    path("floating/<int:pk>/<slug:verb>/", floating.step, name="stay_step"),
    path("standing/", standing.index, name="matters"),
    path("members/<int:pk>/standing/", standing.open_matter, name="standing_open"),
    path("members/<int:pk>/lost/", standing.lost, name="lost"),
    path("standing/<int:pk>/", standing.detail, name="matter"),
    path("standing/<int:pk>/step/<int:no>/", standing.step, name="matter_step"),
    path("standing/<int:pk>/<slug:verb>/", standing.turn, name="matter_turn"),
    path("proposals/", proposals.index, name="proposals"),
    path("proposals/<int:pk>/", proposals.detail, name="proposal"),
    path("proposals/<int:pk>/<slug:verb>/", proposals.answer, name="proposal_answer"),
    path("orgs/", views.orgs, name="orgs"),
    path("orgs/tree/", organising.tree, name="tree"),
    path("orgs/tree/export/", organising.export, name="tree_export"),
    path("orgs/tree/people/", organising.people_then, name="people_then"),
    path("orgs/new/", organising.new, name="org_new"),
    path("orgs/set-ups/", organising.set_ups, name="set_ups"),
    path("orgs/terms/", organising.terms, name="terms"),
    path("orgs/checkup/", organising.checkup, name="checkup"),
    path("orgs/posts/", organising.posts, name="posts"),
    path("orgs/temporary/", organising.temporary, name="temporary"),
    path("orgs/temporary/new/", organising.new_temporary, name="temporary_new"),
    path("orgs/<int:pk>/", organising.org, name="org"),
    re_path(rf"^orgs/(?P<pk>\d+)/(?P<verb>{'|'.join(TURNS)})/$", organising.turn, name="org_turn"),
    path("orgs/<int:pk>/appoint/", views.appoint, name="appoint"),
    path("orgs/posts/<int:pk>/end/", views.end_post, name="end_post"),
]
