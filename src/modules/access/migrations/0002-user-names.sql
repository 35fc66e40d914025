-- Who did a piece of work is said by name wherever the work itself may be read, across regions: names alone, no more.
-- Not security_invoker, on purpose: the rows of app_user stay with their own jurisdiction.
create view access.v_user_name as select account, name from access.app_user;
