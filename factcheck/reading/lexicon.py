"""What each word can be: the vocabulary of market reports as tables, one line for one meaning.

A line is `type key=value …: words`, an underscore joins the words of a phrase. `~type` gives every
regular inflection of its verbs (a star doubles the last letter: `drop*`, dropped).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

MOTION = """
~move direction=up: regain claw_back gain jump add climb surge advance increase soar rally
 strengthen firm appreciate spike skyrocket rocket vault pop* recover rebound bounce bounce_back
 rally_back pile_on tack_on pick_up leap swell power balloon zoom roar bump_up ramp_up snap_back
 improve mushroom rip* thunder hike trend_up perk_up
move direction=up: rose rise rises risen rising won win wins winning_back put_on puts_on putting_on
 shot_up shoot_up shoots_up shooting_up grew grow grows grown growing leapt flew flies flying
 sprang springs upswing uptick upturn upsurge ran_up run_up runup recovery recoveries came_back
 comes_back coming_back ripped_higher took_off takes_off
~move direction=down: dive drop* lose decline slip* tumble slide plunge slump dip* ease soften cool
 weaken depreciate retreat pull_back give_up give_back trim* plummet tank crash crater nosedive
 collapse skid* sag* sell_off buckle stumble wilt swoon decrease falter lurch_down
 backslide step_back crumble erode slacken subside recede
move direction=down: fell fall falls fallen falling lost losing loses loss losses shed sheds
 shedding slid slides sinking sink sinks sank sunk gave_up gives_up gave_back gives_back downturn
 selloff selloffs rout routs swooned downswing downtick came_off comes_off coming_off drawdown
 pullback pullbacks dove nosedove bled bleeds bleeding
~creep: gap* edge inch tick creep nudge move trade trend drift grind push head swing turn
 turn_sharply
 finish_the_day finish_the_session trade_sharply hover march jerk lurch step shift ratchet
creep: crept creeps creeping went goes go gone ground swung kept_moving ran drove driven sits sit
 sat came
way direction=up: up higher upward upwards in_the_green in_positive_territory
 into_positive_territory in_the_black stronger firmer in_green
lift direction=up: lifted lifts
gone direction=up: ahead to_the_good
way direction=down: down lower downward downwards off in_the_red in_negative_territory weaker
 softer in_red
flat direction=flat flatness=unchanged: unchanged not_changed no_change steady_as_a_rock
flat direction=flat flatness=flat: flat steady flattish flatlined flatline broadly_flat
 broadly_unchanged roughly_flat held_steady holding_steady flat_lined barely_moved barely_budged
 barely_changed almost_flat nearly_flat virtually_flat mostly_flat roughly_unchanged
 nearly_unchanged almost_unchanged virtually_unchanged largely_flat stable held_relatively_steady
 hardly_moved treaded_water
flat direction=flat flatness=little_changed: little_changed little_moved hardly_changed
 not_much_changed slightly_changed largely_unchanged mostly_unchanged mostly_steady largely_steady
mult direction=up value=2 unit=ratio: doubled double doubles doubling
fold value=2 unit=ratio: twice
mult direction=up value=3 unit=ratio: tripled triple triples tripling trebled treble trebles
 trebling
mult direction=up value=4 unit=ratio: quadrupled quadruple quadruples quadrupling
mult direction=up value=5 unit=ratio: quintupled quintuple
mult direction=down value=0.5 unit=ratio: halved halve halves halving
"""

SESSIONS = """
~end session=close: close end settle finish
end session=close: closing ending closed_out ending_the_day ending_the_session settlement wrapping_up
 ended_the_day ended_the_session wrapped_up
 finished_the_day closed_the_day ended_trading finished_trading closed_trading ended_the_day_at
 ended_friday at_the_close at_close on_a_closing_basis
 end_the_day end_the_session end_trading finish_the_day finish_the_session finish_trading
 close_the_day close_the_session close_trading settle_the_day settle_the_session
 ending_the_day ending_the_session finishing_the_day finishing_the_session closing_the_day
 closing_the_session finished_the_session closed_the_session settled_the_day settled_the_session
 ended_the_trading_day finished_the_trading_day closed_the_trading_day ended_the_trading_session
touch session=intraday: hit hits hitting touch touched touches touching peaked bottomed bottomed_out
 topped_out
~reach: reach notch scale post record_a set_a register clinch mark log* chalk_up strike score
 attain suffer endure eke_out ring_up rack_up
reach: struck strikes setting set sets reaching reached made makes seal sealed saw sees seeing
 posted marking marks marked recorded
intraday session=intraday: intraday intra_day at_midday by_midday at_noon by_noon in_early_trade
 in_early_trading in_early_deals in_early_dealings in_morning_trade in_morning_trading midday
 in_late_trade in_late_trading in_afternoon_trade in_afternoon_trading by_the_lunch_break
 by_the_midday_break at_the_lunch_break at_the_midday_break during_the_session in_the_session
 earlier_in_the_session earlier_in_the_day during_the_day at_one_point at_one_stage at_its_peak
 at_its_high at_its_low at_the_high at_the_low in_midday_trade in_midday_trading
 in_early_afternoon_trade in_volatile_trade early_on in_morning_deals in_intraday_trade
 in_intraday_trading in_late_morning_trade by_lunch at_lunch by_lunchtime at_lunchtime
 in_the_morning_session in_the_afternoon_session in_the_first_hour by_mid_morning after_midday
 shortly_after_midday just_after_midday after_noon shortly_after_noon just_after_noon around_midday
 around_noon near_midday before_midday before_noon shortly_before_midday shortly_before_noon
open session=open: open opened opens opening at_the_open at_the_opening at_open at_the_opening_bell
after session=after_hours: after_hours premarket pre_market in_premarket_trading postmarket
 in_after_hours_trading after_the_bell in_extended_trading before_the_bell pre_bell in_late_deals
 in_after_hours_trade in_premarket_trade before_the_opening_bell after_market extended_trading
 in_pre_market_trading in_extended_trade after_the_closing_bell
"""

HEDGES = """
hedge hedge=about: about around roughly some approximately approx circa ~ or_so
hedge hedge=nearly: nearly almost just_under just_below not_quite fractionally_under virtually
toward hedge=about: toward towards
near hedge=about near=about: near nearing nearer within_reach_of within_striking_distance_of
 not_far_from in_sight_of approaching a_whisker_from a_whisker_below within_touching_distance_of
near hedge=nearly near=about: close_to just_shy_of shy_of closing_in_on a_touch_below a_shade_below
hedge hedge=more_than: more_than just_over topping exceeding in_excess_of upwards_of upward_of
 north_of well_over slightly_over slightly_more_than a_little_over just_above well_above >
 greater_than a_bit_more_than far_more_than a_shade_over
hedge hedge=less_than: less_than south_of fewer_than < slightly_under slightly_less_than well_under
 a_little_under well_below
over hedge=more_than direction=up: over
under hedge=less_than direction=down: under
past: past beyond through
above hedge=more_than direction=up: above
above hedge=less_than direction=down: below beneath
hedge hedge=at_least: at_least no_less_than not_less_than a_minimum_of no_fewer_than
hedge hedge=at_most: at_most no_more_than not_more_than a_maximum_of
ormore hedge=at_least: or_more and_more or_better or_higher
orless hedge=at_most: or_less or_lower
orso hedge=about: or_so or_thereabouts
orthan hedge=less_than: or_less_than or_slightly_less_than
orthan hedge=more_than: or_more_than or_slightly_more_than
hedge hedge=up_to: up_to as_much_as as_many_as by_as_much_as up_to_as_much_as
ashigh hedge=up_to direction=up: as_high_as
ashigh hedge=up_to direction=down: as_low_as as_far_as
between hedge=between: between
"""

TIME = """
per period=day: all_day on_the_day daily for_the_day over_the_day day_on_day
 from_the_previous_session from_the_prior_session from_the_previous_close from_its_previous_close
 from_the_previous_day from_the_day_before on_a_daily_basis from_yesterday from_its_last_close
 from_the_prior_close from_a_day_earlier from_the_last_close versus_the_previous_close
 in_a_single_day in_a_single_session in_one_session in_one_day in_the_day on_day
 from_the_day_earlier than_the_previous_close than_its_previous_close
prevclose period=day: from_the_previous_close from_its_previous_close from_its_last_close
 from_the_prior_close from_the_last_close versus_the_previous_close than_the_previous_close
 than_its_previous_close than_the_prior_close
per period=week: for_the_week on_the_week over_the_week this_week so_far_this_week week_to_date wtd
 all_week in_the_week during_the_week on_a_weekly_basis across_the_week through_the_week
 in_a_single_week from_friday_to_friday friday_to_friday
per period=month: all_month for_the_month on_the_month over_the_month this_month so_far_this_month
 month_to_date in_the_month during_the_month on_a_monthly_basis mtd
per period=quarter: for_the_quarter on_the_quarter over_the_quarter this_quarter
 so_far_this_quarter quarter_to_date in_the_quarter during_the_quarter on_a_quarterly_basis qtd
thisyear period=ytd window=ytd: year_to_date so_far_this_year this_year ytd
 since_the_start_of_the_year since_the_beginning_of_the_year in_the_year_to_date
 for_the_year_to_date on_a_year_to_date_basis since_the_start_of_this_year in_the_year_so_far
 since_the_turn_of_the_year this_year_so_far for_the_year_so_far since_new_year
thisyear period=year window=ytd: for_the_year on_the_year over_the_year in_the_year during_the_year
 of_the_year
per period=1-year: year_on_year year_over_year from_a_year_ago from_a_year_earlier than_a_year_ago
 than_a_year_earlier from_the_year_before compared_with_a_year_ago on_a_year_earlier on_a_year_ago
 compared_with_a_year_earlier yoy y_o_y from_last_year
per period=1-month: month_on_month month_over_month from_a_month_ago from_a_month_earlier mom
per period=1-week: week_on_week week_over_week from_a_week_ago from_a_week_earlier
per period=1-quarter: quarter_on_quarter quarter_over_quarter
day window=day: session's day's of_the_session of_the_day intraday session
thisyear period=ytd window=ytd: of_this_year of_the_year_so_far
uadj period=day step=day: daily one_day single_day single_session day_long
uadj period=week step=week: weekly
uadj period=month step=month: monthly
uadj period=quarter step=quarter: quarterly
uadj period=year step=year: yearly annual
last: last past previous prior latest preceding
since: since
ever window=record: ever on_record in_history of_all_time since_records_began in_its_history
 since_records_start since_record_keeping_began since_its_listing since_listing since_its_debut
 since_its_ipo since_its_inception since_inception in_recorded_history
first window=first: for_first_time for_the_first_time for_the_first_time_ever for_the_first_time_in_history
 for_the_first_time_in_its_history for_the_first_time_on_record first_ever
firstsince: for_the_first_time for_first_time
ago: ago earlier before
"""

SHAPES = """
row: straight consecutive successive in_a_row running on_the_trot on_end unbroken in_succession
 without_interruption back_to_back_to_back
twice: back_to_back
each: on_each_of in_each_of each_of every_one_of on_every_one_of in_every_one_of on_all_of
 in_all_of
~extend: extend stretch lengthen prolong continue
run: streak run streaks runs string sequence spell
win direction=up: winning gaining
win direction=down: losing
~snap: snap* break end halt stop* arrest interrupt
snap: broke broken breaks putting_an_end_to put_an_end_to brought_an_end_to bringing_an_end_to
 bringing_to_an_end
xnoun direction=up: high highs peak peaks top
xnoun direction=down: low lows trough troughs bottom nadir
hst direction=up: highest strongest loftiest best_level best_close best_finish most_expensive

hst direction=down: lowest weakest worst_level worst_close worst_finish cheapest
record window=record up=up: record records all_time lifetime historic historical never_before_seen
fresh fresh=true: new fresh another brand_new
multi window=multi-year: multi_year multiyear
mark: level levels mark threshold point milestone barrier handle line hurdle
notseen: not_seen unseen last_seen not_touched not_visited not_reached
super: biggest largest steepest sharpest greatest heaviest strongest_daily most_severe deepest
 hugest fastest
best direction=up: best strongest
best direction=down: worst weakest
bestmove direction=up: best
bestmove direction=down: worst
longest: longest
perf: performance showing return stretch
most: the_most
pctword unit=percent: percentage percentage_terms in_percentage_terms percent_wise
ptword unit=points: point point_wise in_points_terms in_point_terms in_points
~cross direction=up: top* surpass exceed eclipse clear overtake crest
cross direction=up: broke_above breaks_above breaking_above broke_past breaking_past breaks_past
 burst_through bursting_through smashed_through smashing_through soared_past climbed_past blew_past
 rocketed_past sailed_past
cross direction=down: broke_below breaks_below breaking_below sank_below fell_through
 dropped_through slid_through
~pierce: cross breach pierce smash
pierce: break_through broke_through breaks_through breaking_through break broke breaking
~hold: hold stay remain linger consolidate
hold: held kept kept_above stood_firm clung_on hung_on staying holding
~reclaim direction=up: reclaim regain retake recapture recover
reclaim direction=up: retook won_back took_back
~lose direction=down: lose forfeit surrender
lose direction=down: lost gave_up
"""

OTHERS = """
~beat direction=up: outperform outpace outshine outstrip* outdo eclipse outrun
beat direction=up: beat beats beating outdid outshone outran did_better_than fared_better_than
 doing_better_than
~beat direction=down: underperform lag* trail lag_behind trail_behind
beat direction=down: did_worse_than fared_worse_than lagged_behind lagging_behind fell_behind
gainer direction=up: gainer gainers advancer advancers winner winners riser risers
gainer direction=down: loser losers decliner decliners laggard laggards drag faller fallers
performer: performer performers
topmost value=1: top leading biggest largest main
lead: led leading lead leads topped topping
among: among one_of amongst
~pare path=pared: pare trim* reduce shave
pare path=pared: cut cutting gave_up_some gave_back_some gave_up_most_of gave_back_most_of
~pare path=erased: erase wipe_out recoup claw_back give_up offset shake_off undo
~pare path=reversed: reverse overturn
pare path=erased: gave_up gives_up giving_up wiped_out gave_back made_up gives_back giving_back
 surrendered squandered made_good shrugged_off recovered undid given_back given_up
circle path=erased direction=flat: where_it_started where_they_started where_it_began
 where_they_began where_it_had_started where_they_had_started where_it_had_begun
 where_they_had_begun back_where_it_was back_where_they_were back_to_where_it_was
 back_to_where_they_were back_to_its_starting_point back_to_their_starting_point
 back_to_the_starting_point back_to_square_one full_circle came_full_circle come_full_circle round_trip
~allback path=erased _back=true: recover_it_all recover_all_of_it recoup_it_all recoup_all_of_it
 regain_it_all regain_all_of_it erase_it_all erase_all_of_it reverse_it_all reverse_all_of_it
allback path=erased _back=true: gave_it_all_back give_it_all_back gives_it_all_back
 giving_it_all_back given_it_all_back gave_all_of_it_back give_all_of_it_back giving_all_of_it_back
 gave_back_all_of_it give_back_all_of_it giving_back_all_of_it given_back_all_of_it
 gave_it_all_up give_it_all_up giving_it_all_up won_it_all_back winning_it_all_back
 lost_it_all_again losing_it_all_again
early: briefly momentarily initially
early: early earlier initial opening morning afternoon intraday prior all some most some_of most_of all_of
 much_of a_part_of part_of
turn direction=down path=turned: turned_negative turned_lower turned_red
 fell_into_negative_territory into_negative_territory into_the_red turned_down flipped_negative
 turning_negative slipped_into_negative_territory slipped_into_the_red swung_to_a_loss
 turning_lower fell_into_the_red
turn direction=up path=turned: turned_positive turned_higher turned_green into_positive_territory
 into_the_green turned_up flipped_positive turning_positive swung_to_a_gain turning_higher
 climbed_into_positive_territory
offlows direction=up path=off_low: off_session_lows off_its_lows off_the_lows off_their_lows
 off_lows above_session_lows above_their_session_lows above_its_session_low off_its_session_low
 off_the_day's_low off_the_day's_lows off_its_low off_session_low off_intraday_lows
offlows direction=down path=off_high: off_session_highs off_its_highs off_the_highs off_their_highs
 off_highs below_session_highs below_their_session_highs below_its_session_high off_session_high
 off_its_session_high off_the_day's_high off_the_day's_highs off_intraday_highs
state direction=down state=correction: correction technical_correction correction_territory
state direction=down state=bear_market: bear_market bear_market_territory bear_territory
state direction=up state=bull_market: bull_market bull_market_territory technical_bull_market
 bull_territory
state direction=down state=bear_market: technical_bear_market
state direction=up state=golden_cross: golden_cross
state direction=down state=death_cross: death_cross
state direction=up state=overbought: overbought
state direction=down state=oversold: oversold
~enter: enter form slip_into fall_into slide_into tumble_into plunge_into trigger rise_into
 drop*_into confirm
enter: fell_into sank_into slid_into entering entered_into moved_into rose_into tipped_into
 formed_a went_into
average: average moving_average simple_moving_average mean averages moving_averages dma sma
volume: volume volumes trading_volume trading_volumes turnover share_volume value_traded
traded: traded changed_hands exchanged changing_hands
busy direction=up: heaviest busiest heavy
busy direction=down: lightest thinnest quietest
stocks: stocks shares companies issues members constituents components sectors groups names
 counters stock industries subindexes sub_indexes sector
most_of: most the_majority_of majority_of a_majority_of most_of nearly_all
all_of: all all_of every
led_by: led outnumbered outpaced beat
to_one: to_one
cap: market_value market_capitalization market_capitalisation market_cap capitalization
 capitalisation valuation_of mcap m_cap in_market_value in_value market_values value_of_listed
 combined_market_value worth valued_at
value: value of_value
richer direction=up: richer
richer direction=down: poorer
~wipe direction=down: wipe_out wipe erase destroy evaporate vaporise vaporize
off_of: off off_of from_the_value_of
spread: spread spreads gap premium discount yield_curve curve yield_gap yield_spread risk_premium
~widen direction=up: widen steepen
~widen direction=down: narrow flatten tighten
widen direction=down: shrank shrunk shrinking shrinks
within: within
away: away away_from short_of from shy_of
rel_from: from
against: against versus vs
than: than
~stand: stand trade quote fetch
stand: stood was_last bought last traded_hands sat worth buys buying steadied hovered
 hovering traded quoted priced stands standing trading
"""

CONTEXT = """
pros: on_track_for on_track_to on_course_for on_course_to set_to set_for heading_for heading_toward
 heading_towards headed_for headed_toward headed_towards poised_to poised_for on_pace_for
 on_pace_to looks_set_to looks_set_for bound_for about_to en_route_to on_the_brink_of
 on_the_verge_of on_pace on_track to_be_on_track_for was_on_track_for bracing_for eyeing
 looking_at_a_possible looks_on_track_for was_set_for was_set_to lined_up_for eyed_a heading_to
 on_the_cusp_of
said: said says according_to told noted wrote reported data_from
both: both all_three all_four the_two the_three both_indexes both_indices both_benchmarks
 all_three_indexes all_three_indices both_stocks both_shares all_three_benchmarks both_markets
 the_pair all_three_main_indexes all_three_major_indexes all_three_major_averages all_three_stocks
place: germany france japan china hong_kong india britain uk south_korea korea taiwan australia
 brazil
 canada italy spain mexico singapore indonesia thailand malaysia turkey switzerland europe asia
 america u.s. us united_states new_zealand south_africa israel saudi_arabia russia london tokyo
 seoul new_york mumbai shanghai shenzhen frankfurt paris sydney mainland_china
respectively: respectively in_that_order
neg: not no never neither nor without failed fails failing 't unable cannot instead
opinion: valuation valuations cheap expensive attractive sentiment optimism pessimism overvalued
 undervalued bullish bearish overdone oversized compelling fair_value catalyst catalysts upbeat
 gloomy huge confidence fear fears hopes worries enthusiasm euphoria appetite jitters nerves
 momentum outlook believe believes think thinks view views relatively_cheap stretched frothy mood
 risk_appetite risk_aversion cautious caution nervous rattled cheered appealing conviction buoyant
 concern concerns uncertainty resilient resilience fragile inexpensive pricey rich_valuations
 reasonable unreasonable uncertain uneasy anxious conservative aggressive worried worrying
 overheated justified unjustified dear bargain bargains discount_to_peers promising disappointing
cause: powered_by driven_by boosted_by fuelled_by fueled_by helped_by lifted_by supported_by
 weighed_down_by dragged_down_by hurt_by hit_by sparked_by buoyed_by led_by thanks_to due_to
 because because_of amid after as following on_the_back_of owing_to spurred_by aided_by
 triggered_by prompted_by pressured_by underpinned_by on_hopes on_fears on_optimism on_worries
 on_concerns pushed_by tracking despite caused_by on_expectations on_news in_response_to
 in_reaction_to ahead_of bolstered_by cheered_by inspired_by propelled_by dented_by undermined_by
 stoked_by on_strong on_weak on_upbeat in_the_wake_of attributed_to blamed_on
forecast: expects expect expected expecting could may_yet might forecast forecasts forecasting
 predicts predict predicted should would will target targets sees_upside projected projects
 anticipates anticipated estimate estimates upside downside likely unlikely potential can may
 price_target pointed_to points_to pointing_to recommends recommend forecasters projection guidance
"""

NOISE = """
noise: seen steep heavy sharp steeper bringing making taking leaving lifting putting sending
 adding_to back did does do a an the its their his her our it they that this which these those
 who was were is are be been being has have had also then still again even just only mere merely
 sharply modestly slightly marginally significantly strongly firmly steeply broadly dramatically
 quickly rapidly gradually further a_further as_well itself themselves respectably heavily
 markedly substantially overall already now currently so far meanwhile however too
 solidly narrowly comfortably moderately mildly gently swiftly abruptly smartly nicely
 chicago_board_of_trade
 fractionally tentatively comparatively relatively mostly generally largely finally eventually
 once apiece each whopping massive hefty solid strong small tiny modest big large total
 combined cumulative net key psychologically psychological important crucial closely_watched
 round well much impressive eye_popping staggering where there while but yet nonetheless though
noise: ' " ( ) [ ] : ; . ! * 's — …
thing: shares_of stock_of share_price share_prices stock_price stock_prices stock_market index
 indexes indices price prices benchmark benchmarks market markets equities equity currency
 currencies gauge bluechip blue_chip tech_heavy shares' barometer pair coin token security
 group's major heavyweight giant bourse investors investor trading trade dealings composite
asset: futures bond bonds treasuries note notes yield yields contract contracts rate options
"""

LINKS = """
by: by
to hedge=between: to
at: at
of: of
in: in during across as_recently_as as_late_as as_far_back_as back_in
into: into
on: on
for: for
from: from
and: and & plus
or: or
comma: ,
dash hedge=between: -
with: with
"""

UNITS = """
u_pct: % percent per_cent pct pc percents
u_pts: points point pts pt
u_bps: basis_points basis_point bps bp basis
u_pp: percentage_points percentage_point pp ppt ppts percentage_pts
u_cents: cents cent c ¢ p pence sen paise kopeks euro_cents euro_cent us_cents
u_cur code=jpy: yen
u_cur code=krw: won
u_cur code=cny: yuan renminbi
u_cur code=usd: dollars dollar bucks us_dollars u.s._dollars greenbacks
u_cur code=eur: euros euro
u_cur code=gbp: pounds pound sterling
u_cur code=inr: rupees rupee
u_cur code=myr: ringgit
u_cur code=thb: baht
u_cur code=idr: rupiah
u_cur code=rub: roubles rouble rubles ruble
u_cur code=try: lira liras
u_cur code=brl: reais real
u_cur code=zar: rand
u_cur code=mxn: pesos peso
u_cur code=chf: francs franc
u_cur code=sek: crowns krona kronor
u_cur code=nok: kroner krone
u_cur code=pln: zlotys zloty
u_cur code=php: philippine_pesos
u_cur code=vnd: dong
u_cur code=hkd: hong_kong_dollars
u_cur code=aud: australian_dollars
u_cur code=cad: canadian_dollars
u_cur code=sgd: singapore_dollars
u_cur code=jpy: japanese_yen
u_cur code=ils: shekels shekel
u_mag: thousand million mn billion bn trillion tn lakh crore lakh_crore cr lakh_cr
u_day: day days session sessions trading_day trading_days trading_session trading_sessions
u_week: week weeks
u_month: month months
u_quarter: quarter quarters
u_year: year years
u_decade: decade decades
u_hour: hour hours hr hrs
u_measure: ounce oz barrel bbl bushel ton tonne metric_ton metric_tonne pound lb kg kilogram gram
 share dollar us_dollar u.s._dollar euro gallon mmbtu million_british_thermal_units coin token unit
 troy_ounce tola quintal megawatt_hour mwh american_depositary_share greenback pound_sterling
 the_dollar kilo tael 10_grams
"""

CURRENCIES = {
    "$": "usd", "us$": "usd", "usd": "usd", "hk$": "hkd", "hkd": "hkd", "c$": "cad", "cad": "cad",
    "a$": "aud", "aud": "aud", "s$": "sgd", "sgd": "sgd", "nt$": "twd", "twd": "twd",
    "nz$": "nzd", "nzd": "nzd", "r$": "brl", "brl": "brl", "€": "eur", "eur": "eur", "£": "gbp",
    "gbp": "gbp", "¥": "jpy", "jpy": "jpy", "rmb": "cny", "cny": "cny", "cn¥": "cny", "₹": "inr",
    "$us": "usd", "$a": "aud", "$nz": "nzd", "$hk": "hkd", "$nt": "twd",
    "$c": "cad",
    "rs": "inr", "rs.": "inr", "inr": "inr", "₩": "krw", "krw": "krw", "₽": "rub", "฿": "thb",
    "₺": "try", "₫": "vnd", "₪": "ils", "chf": "chf", "sfr": "chf", "rm": "myr", "zł": "pln",
}  # fmt: skip

NUMBERS = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * n
    for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
ORDINALS = {
    word: n
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        1,
    )
} | {word[:-1] + "ieth": n for word, n in TENS.items()}
FRACTIONS = {"half": "1/2", "third": "1/3", "quarter": "1/4", "thirds": "2/3", "quarters": "3/4"}
DECIMALS = {"1/2": "0.5", "1/4": "0.25", "3/4": "0.75"}
AFTER_ORDINALS = frozenset(
    "straight consecutive successive day session week month quarter year trading daily weekly "
    "monthly quarterly annual yearly record time gain loss drop fall rise decline advance highest "
    "lowest biggest largest best worst".split()
)
FOLDS = {f"{word}fold": n for word, n in NUMBERS.items() if 2 <= n <= 12}


class Entry(NamedTuple):
    """A word or phrase and everything it can be: type → what it says as that."""

    words: tuple[str, ...]
    meanings: dict[str, dict[str, str]]


class Index(dict[str, tuple[Entry, ...]]):
    """First word → every phrase that begins with it, longest first; `longer` by the first two words."""

    def __init__(self, phrases: Iterable[Entry]) -> None:
        found: dict[str, list[Entry]] = {}
        self.longer: dict[tuple[str, str], list[Entry]] = {}
        self.single: dict[str, Entry] = {}
        for entry in sorted(phrases, key=lambda entry: -len(entry.words)):
            found.setdefault(entry.words[0], []).append(entry)
            if len(entry.words) > 1:
                self.longer.setdefault((entry.words[0], entry.words[1]), []).append(entry)
            else:
                self.single[entry.words[0]] = entry
        super().__init__({first: tuple(begun) for first, begun in found.items()})


@cache
def entries() -> Index:
    """Every word and phrase of the vocabulary."""
    tables = (CONTEXT, OTHERS, SHAPES, TIME, HEDGES, SESSIONS, MOTION, LINKS, NOISE)
    return _index("\n".join(tables))


@cache
def units() -> Index:
    """The same for the words that only follow a number."""
    return _index(UNITS)


def find(index: Index, words: list[str], at: int) -> Entry | None:
    """The longest phrase of `index` that stands in `words` at `at`."""
    if at + 1 < len(words):
        for entry in index.longer.get((words[at], words[at + 1]), ()):
            if entry.words == tuple(words[at : at + len(entry.words)]):
                return entry
    return index.single.get(words[at])


def _index(table: str) -> Index:
    found: dict[tuple[str, ...], Entry] = {}
    for words, name, says in _meanings(table):
        found.setdefault(words, Entry(words, {})).meanings.setdefault(name, says)
    return Index(found.values())


def _meanings(table: str) -> Iterator[tuple[tuple[str, ...], str, dict[str, str]]]:
    for line in filter(None, table.replace("\n ", " ").splitlines()):
        head, _, words = line.partition(": ")
        name, *pairs = head.split()
        says = dict(pair.split("=") for pair in pairs)
        for word in words.split():
            for form in inflections(word) if name[0] == "~" else (word,):
                yield tuple(_split(form)), name.lstrip("~"), says


def _split(phrase: str) -> list[str]:
    """Words as the lexer cuts them: a possessive is a word of its own."""
    return phrase.replace("'s", "_'s").strip("_").split("_")


def inflections(verb: str) -> tuple[str, ...]:
    """A regular verb in all its forms; "drop*" doubles its last letter."""
    stem, _, rest = verb.partition("_")
    rest = f"_{rest}" if rest else ""
    double, stem = stem[-2:-1] if stem.endswith("*") else "", stem.rstrip("*")
    if stem.endswith("e"):
        forms = (stem, f"{stem}s", f"{stem}d", f"{stem[:-1]}ing")
    elif stem.endswith("y") and stem[-2] not in "aeiou":
        forms = (stem, f"{stem[:-1]}ies", f"{stem[:-1]}ied", f"{stem}ing")
    else:
        plural = "es" if stem.endswith(("sh", "ch", "ss", "x", "z")) else "s"
        forms = (stem, stem + plural, f"{stem}{double}ed", f"{stem}{double}ing")
    return tuple(form + rest for form in forms)
